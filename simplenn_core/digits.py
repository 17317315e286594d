"""The handwritten digits, from a file beside this module.

It holds what `sklearn.datasets.load_digits` of scikit-learn 1.8 returns, which is the test set of
the source, and was made by::

    digits = load_digits()
    pixels, labels = digits.data.astype(np.uint8), digits.target.astype(np.uint8)
    np.savez_compressed("handwritten_digits.npz", pixels=pixels, labels=labels)

The digits are under the licence CC BY 4.0, https://creativecommons.org/licenses/by/4.0/.
"""

from __future__ import annotations

import hashlib
import io
from importlib.resources import files

import numpy as np

from simplenn_core.data import Dataset

FILE = "handwritten_digits.npz"
SHA256 = "089d33176bf6819a5c6ebd6746c5293713f4e81c2c8fc52b672e6e15faa78f41"
REMEDY = "install simplenn-core again, which brings it along"


def handwritten_digits() -> Dataset:
    """Return 1,797 pictures of handwritten digits, each of 8 by 8 pixels, and which digit it is.

    Returns
    -------
    Dataset
        Features (1797, 64), the whole numbers from 0, no ink, to 16, row after row of a
        picture, without a bias; targets (1797, 10), 1 in the column of the digit, 0 in the
        others.

    Raises
    ------
    FileNotFoundError
        If the file of the package that holds them is missing.
    ValueError
        If that file is damaged: its checksum is another.

    See Also
    --------
    with_bias : Appends the bias.
    softmax_step : A step that chooses among ten.

    References
    ----------
    E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine
    Learning Repository, 1998, https://doi.org/10.24432/C50P49, licence CC BY 4.0: its test
    set, pictures by 13 people.

    Examples
    --------
    >>> pixels, targets = handwritten_digits()
    >>> pixels.shape, targets.shape
    ((1797, 64), (1797, 10))
    >>> pixels[1].reshape(8, 8)[0]
    array([ 0.,  0.,  0., 12., 13.,  5.,  0.,  0.])
    >>> int(targets[1].argmax())
    1
    """
    path = files("simplenn_core").joinpath(FILE)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise FileNotFoundError(f"{path} is missing: {REMEDY}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise ValueError(f"{path} is damaged: its SHA-256 is {found}, expected {SHA256}; {REMEDY}")
    with np.load(io.BytesIO(content)) as arrays:
        pixels, labels = arrays["pixels"], arrays["labels"]
    return Dataset(pixels.astype(np.float64), np.eye(10)[labels])
