/* The parts of a page below its first screen, and their figures, wait (see site.css) until the reader first
   moves, or for some seconds, in which a slow telephone has other things to do. Then they are laid out one a
   frame. All at once when the reader follows a link to a part, which leads to the right place only when the
   parts before it have their heights, or presses a key. Not when a pointer goes down: what moves before it
   comes up again is not pressed. */
(() => {
  "use strict";

  const LATER = 6000; // ms
  const MOVES = ["pointermove", "scroll", "touchstart", "wheel"];
  const parts = [...document.querySelectorAll("article > section > section, svg.figure, svg.thumbnail")];
  const layOut = (part) => (part.style.contentVisibility = "visible");
  const layOutAll = () => parts.splice(0).forEach(layOut);
  const next = () => {
    if (!parts.length) return;
    layOut(parts.shift());
    requestAnimationFrame(next);
  };

  const begin = () => {
    requestAnimationFrame(next);
    for (const move of MOVES) removeEventListener(move, begin);
  };

  for (const move of MOVES) addEventListener(move, begin, { passive: true });
  setTimeout(begin, LATER);
  addEventListener("keydown", layOutAll, { once: true });
  addEventListener("click", ({ target }) => target.closest("a[href*='#']") && layOutAll(), { capture: true });
  addEventListener(
    "hashchange",
    () => {
      layOutAll();
      document.querySelector(":target")?.scrollIntoView(); // it was looked for before all had their heights
    },
    { once: true },
  );
})();
