/* Formulas are copied as TeX: each displayed one by its button, and any within a selection. */
(() => {
  "use strict";

  const tex = (math) => math.querySelector("annotation").textContent;

  /* Without a clipboard, as on an insecure connection, there is no button. */
  const frames = navigator.clipboard ? document.querySelectorAll(".formula-frame") : [];
  const status = document.createElement("p");
  status.className = "formula-status";
  status.setAttribute("role", "status");
  if (frames.length) document.querySelector("article").append(status);

  for (const frame of frames) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy TeX";
    button.addEventListener("click", async () => {
      let said = "TeX copied";
      try {
        await navigator.clipboard.writeText(tex(frame.querySelector("math")));
      } catch {
        said = "The browser does not allow copying";
      }
      status.textContent = ""; // or the same words would not be spoken again
      setTimeout(() => (status.textContent = said), 50);
      button.textContent = said === "TeX copied" ? "Copied" : "Not allowed";
      setTimeout(() => (button.textContent = "Copy TeX"), 2000);
    });
    frame.append(button);
  }

  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0).cloneRange();
    /* A formula that is selected in part is copied whole. */
    const around = (node) => (node.nodeType === 1 ? node : node.parentElement).closest("math");
    const [first, last] = [around(range.startContainer), around(range.endContainer)];
    if (first) range.setStartBefore(first);
    if (last) range.setEndAfter(last);
    const copy = document.createElement("div");
    copy.className = "formula-copied";
    copy.append(range.cloneContents());
    if (!copy.querySelector("math")) return;
    for (const button of copy.querySelectorAll("button")) button.remove();
    event.clipboardData.setData("text/html", copy.innerHTML);
    for (const math of copy.querySelectorAll("math")) {
      const sign = math.getAttribute("display") === "block" ? "$$" : "$";
      math.replaceWith(sign + tex(math) + sign);
    }
    document.body.append(copy); // its text has line ends only where it is laid out
    event.clipboardData.setData("text/plain", copy.innerText);
    copy.remove();
    event.preventDefault();
  });
})();
