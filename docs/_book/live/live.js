/* The buttons of the cells before one is pressed. All else, the editor and Python, is loaded then. */
(() => {
  "use strict";

  const hindrance = () => {
    if (location.protocol === "file:") return "Cells run on a site that is served, not in a file opened from a disk.";
    if (!self.WebAssembly || !self.Worker) return "This browser cannot run Python: it lacks WebAssembly.";
    return "";
  };

  const page = document.querySelector(".live-page");
  let code, tries = 0;

  async function press(button) {
    /* What comes of a press has its place at once, while the reader expects something to move: the cell's row,
       and the bar of the page at the edge of the window. */
    button.closest(".cell")?.classList.add("live-opened");
    document.documentElement.classList.add("live-in-use");
    const bar = button.closest(".live-bar") ?? page; // there is a button below the title, too
    const said = bar.querySelector(".live-said");
    if (hindrance()) {
      said.textContent = hindrance();
      return;
    }
    try {
      /* An address of its own for each try: browsers remember that a script did not arrive. */
      code ??= import(new URL(`${page.dataset.code}?${tries++}`, document.baseURI));
      (await code).press(button, bar);
    } catch (error) {
      code = null;
      const changed = error.message.startsWith("The book");
      said.textContent = changed ? error.message : "The editor did not load. Are you online? Press again, or reload the page.";
    }
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-live]");
    if (button) press(button);
  });

  if (!page) return;
  const before = bookStorage.read(page.dataset.page);
  page.querySelector("[data-live=forget]").disabled = !Object.keys(before).length;
  if (Object.keys(before.cells ?? {}).length) {
    /* The page shows the book's own code until the editor has come: say that theirs is not lost. */
    document.querySelector(".live-all").lastChild.data = " (with your changes)"; // shorter than what it replaces: nothing moves
    page.querySelector(".live-said").textContent = "Your changes are kept. They appear once you press a button.";
  }

  /* A link may bring code, which is shown in its cell; whoever followed it has asked for the editor. */
  const arrive = () => location.hash.startsWith("#cell=") && press(page);
  addEventListener("hashchange", arrive);
  arrive();
})();
