/* What stands below the first screen waits until that is drawn (see site.css). Then it is laid out piece by
   piece, few elements a frame, so that a slow telephone can be scrolled meanwhile, and all at once when the
   reader acts: a link to a part leads to the right place only when what is before it has its height. */
(() => {
  "use strict";

  const FEW = 60; // laid out and drawn within 50 ms on a telephone four times slower than a laptop
  const parts = "article > section > section";
  const pieces = [...document.querySelectorAll(`${parts}, ${parts} > *`)];
  const layOut = (piece) => (piece.style.contentVisibility = "visible");
  const layOutAll = () => pieces.splice(0).forEach(layOut);
  const next = () => {
    for (let elements = 0; pieces.length && elements < FEW; ) {
      const piece = pieces.shift();
      elements += piece.matches(parts) ? piece.childElementCount : piece.querySelectorAll("*").length;
      layOut(piece);
    }
    if (pieces.length) requestAnimationFrame(next);
  };

  addEventListener("load", () => requestAnimationFrame(next), { once: true });
  for (const act of ["keydown", "pointerdown", "hashchange"]) addEventListener(act, layOutAll, { once: true });
})();
