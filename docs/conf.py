"""How Sphinx builds the site."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

# Makes Matplotlib's cache of fonts, if there is none: in a cell, that would be told on stderr.
import matplotlib.font_manager  # noqa: F401

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS / "_ext"))

project = "Simple Neural Networks in Python"
author = "The Simple Neural Networks in Python authors"
copyright = "2026, " + author

extensions = [
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_exercise",
    "sphinxcontrib.bibtex",
    "chapters",
    "code_links",
    "explorables",
    "figures",
    "glossary",
    "logs",
    "mathml",
    "solutions",
    "uncited",
]
exclude_patterns = ["_*", "**/_*"]

# Chapters -------------------------------------------------------------------------------

nb_execution_mode = "force"  # never what an earlier run left
nb_execution_raise_on_error = True
nb_execution_timeout = 60
nb_output_stderr = "error"
nb_merge_streams = True
nb_kernel_rgx_aliases = {"python3": "chapter"}
# Every cell runs in this environment, whatever the person who builds uses for their own work.
os.environ |= {
    "IPYTHONDIR": tempfile.mkdtemp(prefix="simplenn-"),
    "JUPYTER_PATH": str(DOCS / "_kernel"),
    "MATPLOTLIBRC": str(DOCS / "_kernel" / "matplotlibrc"),
    # What makes a figure explorable, for the cells alone.
    "PYTHONPATH": os.pathsep.join(
        filter(None, [str(DOCS / "_kernel" / "modules"), os.environ.get("PYTHONPATH")])
    ),
    "OMP_NUM_THREADS": "1",  # the matrices are tiny: a second thread only waits for the first
    "OPENBLAS_NUM_THREADS": "1",
}
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath", "smartquotes"]
myst_heading_anchors = 3
html_math_renderer = "mathml"
bibtex_bibfiles = ["references.bib"]
numfig_format = {"figure": "Figure %s."}

# Reference ------------------------------------------------------------------------------

autodoc_preserve_defaults = True
autodoc_typehints = "none"  # the docstrings give types with their shapes
numpydoc_show_class_members = False
default_role = "literal"  # single backticks mostly name arguments, and those have no page
intersphinx_disabled_reftypes = ["std:doc"]
intersphinx_mapping = {
    # The names come from files beside this one, so that no build needs a network.
    name: (address, f"_inventories/{name}.inv")
    for name, address in {
        "matplotlib": "https://matplotlib.org/stable/",
        "numpy": "https://numpy.org/doc/stable/",
        "python": "https://docs.python.org/3/",
        "sklearn": "https://scikit-learn.org/stable/",
    }.items()
}

# Pages ----------------------------------------------------------------------------------

html_theme = "furo"
html_title = project
html_static_path = ["_static"]
html_css_files = ["site.css", "code.css"]
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
copybutton_exclude = ".linenos, .gp, .go"
