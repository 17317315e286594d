"""Receipts: which sites, by all that is in them, have passed the tests.

They lie beside the site, one file each, named by the SHA-256 of its manifest. So it does not matter
which of two equal sites the tests have looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from _book.publishing import manifest as manifests

if TYPE_CHECKING:
    from pathlib import Path


def _place(site: Path, manifest: manifests.Manifest) -> Path:
    return site.parent / "passed" / manifest.seal


def write(site: Path) -> None:
    """Record that all tests have passed on the site in a folder, if it still is what it was."""
    manifest = manifests.of_intact(site)
    place = _place(site, manifest)
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"All tests have passed on the site of {manifest.built_from}.\n", "utf-8")


def there_is_one(site: Path, manifest: manifests.Manifest) -> bool:
    """Tell whether all tests have passed on the site in a folder."""
    return _place(site, manifest).is_file()
