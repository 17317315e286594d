/* On narrow screens the theme opens its columns by labels of hidden boxes, for the pointer alone.
   This makes buttons of them: for a keyboard, and for those who cannot see that a column opened. */
(() => {
  "use strict";

  const seen = (element) => element.getClientRects().length > 0;

  for (const [name, said, labels, column] of [
    ["__navigation", "All pages", ".nav-overlay-icon", ".sidebar-drawer"],
    ["__toc", "On this page", ".toc-overlay-icon:not(.no-toc)", ".toc-drawer"],
  ]) {
    const box = document.getElementById(name);
    const buttons = [...document.querySelectorAll(labels)].map((label) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = label.className;
      button.setAttribute("aria-label", said);
      button.append(...label.childNodes);
      label.replaceWith(button);
      return button;
    });
    const opened = document.querySelector(column);
    const tell = () => buttons.forEach((button) => button.setAttribute("aria-expanded", box.checked));

    for (const button of buttons) {
      button.addEventListener("click", (event) => {
        box.click();
        const byKeyboard = event.detail === 0;
        if (box.checked && byKeyboard) [...opened.querySelectorAll("a")].find(seen)?.focus();
      });
    }
    box.addEventListener("change", tell);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !box.checked) return;
      const inside = opened.contains(document.activeElement);
      box.click();
      if (inside) buttons.find(seen)?.focus();
    });
    tell();
  }
})();
