/* On narrow screens the theme opens its column by the label of a hidden box, for the pointer alone.
   This makes a button of it: for a keyboard, and for those who cannot see that a column opened. */
(() => {
  "use strict";

  const seen = (element) => element.getClientRects().length > 0;
  const box = document.getElementById("__navigation");
  const label = document.querySelector(".nav-overlay-icon");
  const opened = document.querySelector(".sidebar-drawer");
  const button = document.createElement("button");
  button.type = "button";
  button.className = label.className;
  button.setAttribute("aria-label", "All pages");
  button.append(...label.childNodes);
  label.replaceWith(button);
  const tell = () => button.setAttribute("aria-expanded", box.checked);

  button.addEventListener("click", (event) => {
    box.click();
    const byKeyboard = event.detail === 0;
    if (box.checked && byKeyboard) [...opened.querySelectorAll("a")].find(seen)?.focus();
  });
  box.addEventListener("change", tell);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.checked) return;
    const inside = opened.contains(document.activeElement);
    box.click();
    if (inside) button.focus();
  });
  tell();

  /* The entry of the page, and its parts below it, may be far down the list. */
  const list = document.querySelector(".sidebar-scroll"), entry = list?.querySelector(".current-page");
  if (entry) {
    const [all, own] = [list, entry].map((element) => element.getBoundingClientRect());
    if (own.bottom > all.bottom) {
      // Above it a little of the list, from the beginning of an entry.
      const tops = [...list.querySelectorAll(".caption, .toctree-l1")].map((each) => each.getBoundingClientRect().top);
      const top = Math.max(...tops.filter((each) => each <= own.top - 64));
      list.scrollTo({ top: top - all.top, behavior: "instant" });
    }
  }
})();
