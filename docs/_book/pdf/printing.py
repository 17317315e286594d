"""The whole book as one PDF, printed by an installed Chromium: `nox -s pdf` runs this.

Usage: ``python -m _book.pdf.printing SITE FILE``. All articles become one document, so that links
between chapters, numbers of pages and bookmarks are the browser's own.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zipfile import ZipFile

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
# No requests of the browser's own; a sandbox cannot be had in every container.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LEFT_OUT = ("reference/teaching", "reference/teaching-more")  # what the chapters say, once more

# The articles in the order of the side bar, under names that no other has; a link to what is not
# in the book leads nowhere. Titles keep their spaces, which bookmarks lose where a line ends.
JOIN = """async (only) => {
  const fonts = [...document.fonts];
  for (const font of fonts) font.display = "block"; // else none that comes late is waited for
  await Promise.all(fonts.map((font) => font.load()));
  const nameOf = (url) => url.pathname.slice(1).replace(/\\.html$/, "");
  const places = [location, ...document.querySelectorAll(".sidebar-tree li > a")].map(nameOf);
  const names = [...new Set(places)].filter((name) => only.includes(name));
  const key = (name) => name.replaceAll("/", "-");
  const box = (where, content) => `@${where} { content: ${content}; font: 9pt Text, serif; }`;
  const heads = [];
  const pages = names.map(async (name) => (await fetch(`/${name}.html`)).text());
  const articles = (await Promise.all(pages)).map((text, place) => {
    const article = new DOMParser().parseFromString(text, "text/html").querySelector("article");
    const name = names[place];
    for (const each of article.querySelectorAll(".headerlink")) each.remove();
    for (const each of article.querySelectorAll("*"))
      for (const { name: attribute, value } of [...each.attributes])
        if (attribute === "id") each.id = `${key(name)}--${value}`;
        else if (/^(url\\()?#/.test(value))
          each.setAttribute(attribute, value.replace("#", `#${key(name)}--`));
        else if (attribute === "href") {
          const url = new URL(value, `${location.origin}/${name}`);
          const to = nameOf(url);
          if (names.includes(to)) each.href = `#${key(to)}${url.hash.replace("#", "--")}`;
          else if (url.origin === location.origin) each.removeAttribute("href");
        }
    article.id = article.style.page = key(name);
    const title = JSON.stringify(article.querySelector("h1").textContent);
    if (place) heads.push(`@page ${key(name)} { ${box("top-right", title)} }`);
    return article;
  });
  document.querySelector("article").replaceWith(...articles);
  document.head.append(Object.assign(document.createElement("style"), { textContent: `
    @page { margin: 22mm 18mm 20mm 24mm; ${box("bottom-center", "counter(page)")}
      ${box("top-left", JSON.stringify(document.title))} }
    ${heads.join("\\n")}
    @page :first { @top-left { content: none; } }
    article :is(h1, h2, h3) { white-space: pre-wrap; }
    article a:not([href]) { text-decoration: none; }
    article .next { display: none; }` }));
}"""


def installed() -> str:
    """Return the program of the browser: $CHROMIUM, or the first that is installed."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        names = ", ".join(BROWSERS)
        raise FileNotFoundError(f"no browser: install one of {names}, or name it in $CHROMIUM")
    return found


def printed(browser: Browser, site: Path, names: Sequence[str]) -> bytes:
    """Return some pages of a site as a book, in the light colours, and the same bytes each time."""
    page = browser.new_page(java_script_enabled=False, color_scheme="light")
    page.route("**", lambda route: route.fulfill(path=site / urlsplit(route.request.url).path[1:]))
    page.goto("http://book.invalid/index.html")
    page.evaluate(JOIN, names)
    pdf = page.pdf(format="A4", outline=True, tagged=True)
    page.close()
    (archive,) = site.glob("*.epub")  # whose files have the time of the commit
    time = "D:{:04}{:02}{:02}{:02}{:02}{:02}".format(*ZipFile(archive).infolist()[0].date_time)
    nodes: dict[bytes, bytes] = {}  # which the browser numbers from anywhere
    pdf = re.sub(rb"node\d{8}", lambda it: nodes.setdefault(it[0], b"node%08d" % len(nodes)), pdf)
    return re.sub(rb"D:\d{14}", time.encode(), pdf)


def main(site: Path, file: Path) -> None:
    """Print all pages of a site but those that are left out."""
    pages = (path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=list(OPTIONS))
        file.write_bytes(printed(browser, site, sorted({*pages} - {*LEFT_OUT})))
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
