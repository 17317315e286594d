/* Definitions of linked terms: shown while the link is pointed at or has the focus, until the reader
   goes away or presses Escape. A tap follows the link. */
(() => {
  "use strict";

  const WAIT = 200; // ms: time to move the pointer from the link onto its definition
  let link = null, shown = null, timer;

  function hide() {
    clearTimeout(timer);
    if (shown) shown.hidden = true;
    link = shown = null;
  }

  function show(from) {
    clearTimeout(timer);
    if (link === from) return;
    hide();
    link = from;
    shown = document.getElementById(from.getAttribute("aria-describedby"));
    shown.hidden = false;
    /* Above the line, where the text has been read; below it where there is no room. */
    const line = from.getClientRects()[0], box = shown.getBoundingClientRect();
    const bars = document.querySelector(".mobile-header")?.getBoundingClientRect().bottom ?? 0;
    const above = line.top - box.height - 4;
    const top = above > Math.max(bars, 0) ? above : from.getBoundingClientRect().bottom + 4;
    const right = document.documentElement.clientWidth - box.width - 8;
    const origin = (shown.offsetParent ?? document.body).getBoundingClientRect();
    shown.style.top = `${top - origin.top}px`;
    shown.style.left = `${Math.max(8, Math.min(line.left, right)) - origin.left}px`;
  }

  const later = (what) => {
    clearTimeout(timer);
    timer = setTimeout(what, WAIT);
  };

  const definitions = document.querySelector(".definitions");
  if (!definitions) return; // a page without linked terms
  definitions.addEventListener("pointerenter", () => clearTimeout(timer));
  definitions.addEventListener("pointerleave", () => later(hide));

  for (const term of document.querySelectorAll('a[aria-describedby^="definition-of-"]')) {
    term.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") later(() => show(term));
    });
    term.addEventListener("pointerleave", () => later(hide));
    term.addEventListener("focus", () => {
      if (term.matches(":focus-visible")) show(term);
    });
    term.addEventListener("blur", hide);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  addEventListener("resize", hide);
  addEventListener("pagehide", hide);
})();
