"""How Sphinx builds the site."""

from __future__ import annotations

import gc
import os
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

# Nearly all that Sphinx makes is needed to the end, and to look for what is not costs time.
gc.set_threshold(100_000)

DOCS = Path(__file__).parent
sys.path.append(str(DOCS))  # `_book`

project = "Simple Neural Networks in Python"
author = "The Simple Neural Networks in Python authors"
copyright = "2026, " + author
version = tomllib.loads((DOCS.parent / "pyproject.toml").read_text("utf-8"))["project"]["version"]

# Where the site will be read: the one address that all absolute links are made of. No page of the
# site knows who publishes it, so whoever does says so; the default follows from the name alone.
site_url = os.environ.get("SITE_URL", "")
html_baseurl = (site_url or "https://simple-neural-networks-in-python.github.io").rstrip("/") + "/"

extensions = [
    "myst_nb",
    "notfound.extension",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.intersphinx",
    "sphinx_copybutton",
    "sphinx_exercise",
    "sphinxcontrib.bibtex",
    "sphinxext.opengraph",
    "_book",  # after those above, whose nodes and events it takes over
]
exclude_patterns = ["_*", "**/_*"]

# Chapters -------------------------------------------------------------------------------

nb_execution_mode = "force"  # never what an earlier run left
nb_execution_raise_on_error = True
nb_execution_timeout = 180
nb_output_stderr = "error"
myst_enable_extensions = [
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "dollarmath",
    "smartquotes",
]
myst_heading_anchors = 3
html_math_renderer = "mathml"
chapters = ["regression/*", "classification/*", "training/*", "deeper/*"]
downloads = [*chapters, "reference/original"]  # pages whose cells run anywhere, without the site
bibtex_bibfiles = ["references.bib"]
numfig_format = {"figure": "Figure %s."}

# Live cells ------------------------------------------------------------------------------

# What `nox -s live-runtime` assembles.
live_folder = os.environ.get("LIVE_FOLDER", "")
live_core = str(DOCS.parent)  # of which the wheel is made that the site serves

# Reference ------------------------------------------------------------------------------

autodoc_preserve_defaults = True
autosummary_generate = False  # a table at the top of the one page, no page for each name
# The table names them; a second list beside the text would make the browser lay out the whole page.
toc_object_entries = False
autodoc_typehints = "none"  # the docstrings give types with their shapes
numpydoc_show_class_members = False
default_role = "literal"  # single backticks mostly name arguments, and those have no page
intersphinx_disabled_reftypes = ["std:doc"]
intersphinx_mapping = {
    # The names come from files beside this one, so that no build needs a network.
    name: (address, f"_book/code_links/inventories/{name}.inv")
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
html_js_files = [("layout.js", {"loading_method": "defer"})]
html_css_files = ["site.css", "type.css", "code.css", "page_frame.css", "print.css"]
html_theme_options = {
    # The page in the repository, to be edited there; no button where nobody says which it is.
    "top_of_page_buttons": ["edit"],
    "source_repository": os.environ.get("SITE_REPOSITORY", ""),
    "source_branch": os.environ.get("SITE_BRANCH", "main"),
    "source_directory": "docs/",
}
html_favicon = "_book/sharing/favicon.svg"
templates_path = ["_book/page_frame/templates"]
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
copybutton_exclude = ".linenos, .gp, .go"

# For those who come from elsewhere ------------------------------------------------------

notfound_context = {
    "title": "Page not found",
    "metatags": '<meta name="robots" content="noindex">\n',
}
notfound_template = "404.html"
notfound_urls_prefix = urlsplit(html_baseurl).path
ogp_site_url = html_baseurl
ogp_enable_meta_description = False  # each page has its own, see docs/_book/sharing/sharing.py
ogp_social_cards = {"enable": False}  # see the same
ogp_custom_meta_tags = ['<meta name="twitter:card" content="summary_large_image" />']

# Book -----------------------------------------------------------------------------------

epub_basename = "simple-neural-networks-in-python"
epub_title = project
epub_description = (
    "Neural networks in plain NumPy: every number was computed while the book was built."
)
epub_contributor = "The Python Quants GmbH"  # whose notebook the book rebuilds
epub_identifier = "urn:uuid:d1a03195-6176-5fd9-97bc-e4961547ac39"
epub_uid = "book"
epub_cover = ("_static/cover.png", "")  # drawn by docs/_book/epub/builder.py, on no page
epub_tocscope = "includehidden"
epub_tocdepth = 2
epub_show_urls = "no"
