"""Who changes a page, in which order: the one place where the order of features is decided.

A page is read and its cells are run (`execution`); then each feature's transforms change its tree,
by the `default_priority` that stands in each; then, as the page is written, the functions below
change its HTML, from top to bottom; when all pages are written, so do those at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from _book.accessibility import page as accessibility
from _book.definitions import tooltips
from _book.downloads import notebooks
from _book.epub import builder as epub
from _book.figures import colour_key
from _book.formulas import mathml
from _book.live import licences
from _book.page_frame import bundle, contents, line_ends, tables
from _book.progress import progress_list
from _book.publishing import built_from, content_security
from _book.sharing import sharing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx

    # The name of a page, and what its template gets.
    Change: TypeAlias = Callable[[Sphinx, str, dict[str, Any]], None]

# Before other extensions, which write tags from what stands in the page's metadata then.
BEFORE_OTHERS: Sequence[Change] = (sharing.add_card,)
# After them, each on what those above have made of the page.
AS_A_PAGE_IS_WRITTEN: Sequence[Change] = (
    colour_key.keep_used,
    line_ends.keep_gaps,
    progress_list.mark_navigation,
    contents.move_contents,
    tooltips.add_definitions,  # at the end of the body
    notebooks.add_downloads,  # and these behind them
    mathml.keep_signs,
    tables.join_names,
    accessibility.complete_page,  # looks at all that is in the body by now
    bundle.replace_links,  # takes the styles and scripts that all others have added
)
IN_THE_EPUB: Sequence[Change] = (
    colour_key.keep_used,
    mathml.keep_signs,
    accessibility.complete_page,
    epub.adapt_page,
)
AT_THE_END: Sequence[Callable[[Sphinx], None]] = (
    built_from.write,
    sharing.write_sitemap,
    licences.write_texts,
    bundle.write_again,  # some extensions finish their styles and scripts just before
    content_security.protect,  # takes the sums of the scripts that stand in the pages then
)
OTHERS = 500  # the priority that Sphinx gives those who ask for none


def connect(app: Sphinx) -> None:
    """Connect all of them, with those of other extensions between."""

    def by(**changes: Sequence[Change]) -> Callable[..., None]:
        def change(app: Sphinx, page: str, _: str, context: dict[str, Any], __: Any) -> None:
            for each in changes.get(app.builder.name, ()):
                each(app, page, context)

        return change

    def finish(app: Sphinx, failure: Exception | None) -> None:
        for each in AT_THE_END if app.builder.name == "html" and failure is None else ():
            each(app)

    app.connect("html-page-context", by(html=BEFORE_OTHERS), priority=OTHERS - 1)
    after = by(html=AS_A_PAGE_IS_WRITTEN, epub=IN_THE_EPUB)
    app.connect("html-page-context", after, priority=OTHERS + 1)
    app.connect("build-finished", finish, priority=OTHERS + 1)
