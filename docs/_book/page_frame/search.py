"""Which words of the pages the search knows: numbers too, as they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class WordsAndNumbers(SearchEnglish):
    """English, with whole numbers, and with what stands behind a decimal point; see search.js."""

    _word_re = re.compile(r"\d+(?:\.\d+)+|\w+")

    def word_filter(self, word: str) -> bool:
        return word not in self.stopwords


def setup(app: Sphinx) -> None:
    app.add_search_language(WordsAndNumbers)
