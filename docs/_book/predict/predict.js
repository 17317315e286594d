/* Predictions: what would give an answer away stays covered until the reader has one, or asks to see it. What was
   chosen is kept by the browser alone, beside what live.js keeps, so that it is forgotten with it. */
(() => {
  "use strict";

  const questions = [...document.querySelectorAll(".predict")];
  const { content_root } = document.documentElement.dataset;
  const root = new URL(content_root, document.baseURI).pathname;
  const KEY = `live:${root}:${location.pathname.slice(root.length)}?predictions`;
  const NEVER = `live:${root}:answers`; // its value is read in the head of the page

  const stored = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null; // blocked, or not ours
    }
  };
  const kept = () => {
    const found = stored(KEY);
    return found && typeof found === "object" ? found : {};
  };
  const store = (key, value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      dispatchEvent(new Event("kept")); // for progress/marks.js
    } catch {} // full or blocked: it lasts as long as the page
  };
  /* A choice is kept by its words: another edition may have others, or the same in another order. */
  const words = (question, index) => question.querySelectorAll("[data-choice]")[index]?.textContent;
  const keep = (question, said, right) => store(KEY, { ...kept(), [question.dataset.predict]: { said, right } });

  /* A number as people write it: 0,5 and 1/2 and 1e-3 and 12 %; NaN for what is none. */
  const numberOf = (text) => {
    let plain = text.trim().replace(/[−–]/g, "-").replace(/\s*(%|percent|[a-z]+)$/i, "");
    if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(",", "");
    const parts = plain.replace(/,/g, ".").split("/").map((part) => part.trim());
    if (parts.length > 2 || !parts.every((part) => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(part))) return NaN;
    return parts.map(Number).reduce((whole, part) => whole / part);
  };

  const uncover = (question) => {
    for (const part of document.querySelectorAll(`.covered-by-${question.dataset.predict}`)) part.classList.remove("covered");
  };

  const tell = (question, text) => (question.querySelector(".predict-outcome").textContent = text);

  /* Show how a question was answered: with a choice, by its index; with a number; or, if it is null, not at all. */
  function answer(question, said) {
    const { right, number, within, mistakes } = question.dataset;
    const says = [...question.querySelectorAll(".predict-says")];
    let at = Number(right), correct = said === at;
    if (number !== undefined) {
      const off = (value) => Math.abs(said - value) <= Number(within);
      correct = said !== null && off(Number(number));
      at = said !== null && !correct ? mistakes.split(" ").filter(Boolean).map(Number).findIndex(off) : -1;
      question.querySelector(".predict-answer").hidden = false;
      question.querySelector("input").value = said ?? "";
      question.querySelector("ul").hidden = at < 0;
    }
    says.forEach((each, index) => (each.hidden = index !== at && (number !== undefined || index !== said)));
    question.querySelectorAll("[data-choice]").forEach((button, index) => {
      button.classList.toggle("right", index === at);
      button.setAttribute("aria-pressed", index === said);
    });
    question.classList.add("answered");
    tell(question, said === null ? "" : correct ? "You were right." : number === undefined ? "Not so: the right answer has the tick." : "Not so.");
    question.querySelector("[data-show]").textContent = "Ask me again";
    uncover(question);
    keep(question, number === undefined ? (words(question, said) ?? null) : said, correct); // for progress.js, which knows no answers
  }

  function ask(question) {
    const { predict } = question.dataset;
    const now = kept();
    delete now[predict];
    store(KEY, now);
    for (const part of question.querySelectorAll(".predict-says, .predict-answer")) part.hidden = true;
    for (const button of question.querySelectorAll("[data-choice]")) {
      button.classList.remove("right");
      button.removeAttribute("aria-pressed");
    }
    question.classList.remove("answered");
    tell(question, "");
    question.querySelector("[data-show]").textContent = "Show me";
    for (const part of document.querySelectorAll(`.covered-by-${predict}`)) part.classList.add("covered");
  }

  function commit(question) {
    const said = numberOf(question.querySelector("input").value);
    if (!Number.isFinite(said)) return tell(question, "Please write a number, such as 12, 0.5 or 1/2.");
    answer(question, said);
  }

  for (const question of questions) {
    const input = question.querySelector("input");
    question.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      if (button.dataset.choice) {
        answer(question, Number(button.dataset.choice));
      } else if ("commit" in button.dataset) commit(question);
      else if ("show" in button.dataset) {
        if (question.classList.contains("answered")) return ask(question);
        answer(question, null);
      }
    });
    input?.addEventListener("keydown", (event) => event.key === "Enter" && commit(question));
    for (const each of question.querySelectorAll("button, input")) each.disabled = false;
    const said = kept()[question.dataset.predict]?.said;
    const index = [...question.querySelectorAll("[data-choice]")].findIndex((button) => button.textContent === said);
    if (said === null) answer(question, null);
    else if (input ? typeof said === "number" : index >= 0) answer(question, input ? said : index);
  }

  /* Who only wants to read is not asked: one press for the whole book, and one to be asked again. */
  const never = document.createElement("button");
  never.type = "button";
  const name = () => (never.textContent = document.documentElement.classList.contains("asks") ? "Never cover answers" : "Cover answers");
  never.addEventListener("click", () => {
    store(NEVER, document.documentElement.classList.toggle("asks") ? "covered" : "shown");
    name();
  });
  name();
  questions[0].querySelector(".predict-more").append(never);

  /* A link may lead to what is covered. */
  const arrive = () => document.querySelector(":target")?.closest(".covered")?.classList.remove("covered");
  for (const event of ["hashchange", "load"]) addEventListener(event, arrive);
  /* So may one that says how a figure stands. */
  if (location.search) document.querySelectorAll(".covered:has(.explorable)").forEach((part) => part.classList.remove("covered"));
})();
