/* The parts of a page below its first screen wait until that is drawn (see site.css). Then they are laid
   out one a frame, so that a slow telephone can be scrolled meanwhile, and all at once when the reader
   acts: a link to a part leads to the right place only when the parts before it have their heights. */
(() => {
  "use strict";

  const parts = [...document.querySelectorAll("article > section > section")];
  const layOut = (part) => (part.style.contentVisibility = "visible");
  const layOutAll = () => parts.splice(0).forEach(layOut);
  const next = () => {
    if (!parts.length) return;
    layOut(parts.shift());
    requestAnimationFrame(next);
  };

  addEventListener("load", () => requestAnimationFrame(next), { once: true });
  for (const act of ["keydown", "pointerdown"]) addEventListener(act, layOutAll, { once: true });
  addEventListener(
    "hashchange",
    () => {
      layOutAll();
      document.querySelector(":target")?.scrollIntoView(); // it was looked for before all had their heights
    },
    { once: true },
  );
})();
