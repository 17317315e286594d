/* Predictions: what would give an answer away stays covered until the reader has one, or asks to see it. What was
   chosen is kept by the browser alone, beside what live.js keeps, so that it is forgotten with it. */
(() => {
  "use strict";

  const questions = [...document.querySelectorAll(".predict")];
  const NAME = `${location.pathname.slice(bookStorage.root.length)}?predictions`;
  const kept = () => bookStorage.read(NAME);
  const keep = (question, said, right) => bookStorage.write(NAME, { ...kept(), [question.dataset.predict]: { said, right } });

  /* A number as people write it: 0,5 and 1/2 and 1e-3 and 12 %; NaN for what is none. */
  const numberOf = (text) => {
    let plain = text.trim().replace(/[−–]/g, "-").replace(/\s*(%|percent|[a-z]+)$/i, "");
    if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(",", "");
    const parts = plain.replace(/,/g, ".").split("/").map((part) => part.trim());
    if (parts.length > 2 || !parts.every((part) => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(part))) return NaN;
    return parts.map(Number).reduce((whole, part) => whole / part);
  };

  const cover = (question, covered) => {
    for (const part of document.querySelectorAll(`.covered-by-${question.dataset.predict}`)) part.classList.toggle("covered", covered);
  };

  const tell = (question, text) => (question.querySelector(".predict-outcome").textContent = text);

  /* The forms of an answer. Each says what the reader has answered (a text is what is wrong with it), puts an answer in its
     place, and judges it: whether it is right, and which of the sentences below belong to it. What is kept is what was
     said: of choices and orders the words, since another edition may have others, or the same in another order. */
  const apart = (one, other) => one.map((value, at) => Math.abs(value - other[at]));
  const furthest = (one, other) => Math.max(...apart(one, other));
  const distance = (one, other) => apart(one, other).reduce((sum, each) => sum + each) / one.length;
  const FAR = 0.25; // of the height of a drawing: a curve that lies further off, on average, is another one
  const words = (item) => {
    const choice = item.querySelector(".predict-choice").cloneNode(true);
    choice.querySelectorAll("annotation").forEach((tex) => tex.remove()); // of a formula, which would stand there twice
    return choice.textContent.trim();
  };

  const choice = (question) => {
    const right = JSON.parse(question.dataset.right);
    const items = [...question.querySelectorAll("[data-item]")];
    return {
      fits: (said) => items.some((item) => words(item) === said),
      put: (said) => items.forEach((item) => item.querySelector("button").setAttribute("aria-pressed", words(item) === said)),
      judge(said) {
        const at = items.findIndex((item) => words(item) === said);
        items.forEach((item, index) => item.querySelector("button").classList.toggle("right", index === right));
        return { correct: at === right, shown: [right, at], truth: `the right answer is “${words(items[right]).replace(/\.$/, "")}”.` };
      },
      clear: () => items.forEach((item) => (item.querySelector("button").removeAttribute("aria-pressed"), item.querySelector("button").classList.remove("right"))),
    };
  };

  const order = (question) => {
    const list = question.querySelector(".predict-order");
    const written = [...list.children];
    const right = JSON.parse(question.dataset.order).map((index) => words(written[index]));
    const now = () => [...list.children].map(words);
    const put = (said) => said && list.append(...said.map((each) => written.find((item) => words(item) === each)));
    for (const button of list.querySelectorAll("[data-move]"))
      button.setAttribute("aria-label", `Move ${words(button.closest("li"))} ${button.dataset.move < 0 ? "up" : "down"}`);
    list.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-move]"), item = button?.closest("li");
      const other = button?.dataset.move < 0 ? item?.previousElementSibling : item?.nextElementSibling;
      if (!other) return;
      other[button.dataset.move < 0 ? "before" : "after"](item);
      button.focus(); // what moves loses it
      tell(question, `${words(item)} is number ${[...list.children].indexOf(item) + 1} now.`);
    });
    return {
      fits: (said) => Array.isArray(said) && [...said].sort().join() === [...right].sort().join(),
      said: now,
      put,
      judge(said) {
        put(right);
        const shown = written.map((_, index) => index);
        const yours = said ? ` You said: ${said.join(", ")}.` : "";
        return { correct: said?.join() === right.join(), shown, truth: `this is the right order.${yours}` };
      },
      clear: () => put(written.map(words)),
    };
  };

  /* A number, or a curve by its heights. */
  const record = (question) => {
    const { right, within, mistakes } = JSON.parse(question.dataset.number ?? question.dataset.curve);
    const inputs = [...question.querySelectorAll("input")];
    const curve = Array.isArray(right), list = (value) => (curve ? value : [value]);
    const middle = inputs.map((input) => input.value);
    const line = (kind, values) => {
      const [low, high] = [inputs[0].min, inputs[0].max].map(Number);
      const points = values.map((value, at) => `${10 * at + 5},${(100 - (100 * (value - low)) / (high - low)).toFixed(1)}`);
      question.querySelector(`polyline.predict-${kind}`).setAttribute("points", points.join(" "));
    };
    const draw = () => curve && line("said", inputs.map((input) => Number(input.value)));
    inputs.forEach((input) => input.addEventListener("input", draw));
    inputs[0].addEventListener("keydown", (event) => {
      if (curve || event.key !== "Enter") return;
      event.preventDefault(); // the focus goes to a button, which the key would press
      commit(question);
    });
    const put = (said) => {
      inputs.forEach((input, at) => (input.value = said === null ? middle[at] : list(said)[at]));
      draw();
    };
    draw();
    if (curve) inputs.forEach((input) => input.addEventListener("input", () => tell(question, `${input.getAttribute("aria-label")}: ${Number(input.value).toPrecision(2)}.`)));
    return {
      fits: (said) => (curve ? Array.isArray(said) && said.length === right.length && said.every(Number.isFinite) : typeof said === "number"),
      said() {
        if (curve) return inputs.map((input) => Number(input.value));
        const said = numberOf(inputs[0].value);
        return Number.isFinite(said) ? said : "Please write a number, such as 12, 0.5 or 1/2.";
      },
      put,
      judge(said) {
        const off = (value) => (curve ? distance : furthest)(list(said), list(value));
        const correct = said !== null && furthest(list(said), list(right)) <= within;
        const near = said === null || correct ? [] : mistakes.map(off);
        /* A curve is taken for the mistake that it is nearest to, unless what is right is nearer, or none is near. */
        const limit = curve && near.length ? Math.min(FAR * (inputs[0].max - inputs[0].min), ...near) : within;
        const at = near.findIndex((each) => each <= limit && !(curve && off(right) <= each));
        const its = question.querySelector(".predict-answer");
        its.hidden = !curve;
        question.querySelector("ul").hidden = at < 0;
        if (curve) line("right", right);
        if (curve && said === null) line("said", []);
        return { correct, shown: [at], truth: curve ? "the dashed line is the result." : `it is ${its.textContent.trim()}.` };
      },
      clear() {
        question.querySelector(".predict-answer").hidden = true;
        put(null);
        if (curve) line("right", []);
      },
    };
  };

  const form = new Map(questions.map((each) => [each, (each.dataset.right ? choice : each.dataset.order ? order : record)(each)]));

  /* Show how a question was answered; or, if that is null, that it was not. */
  function answer(question, said) {
    const { put, judge } = form.get(question);
    put(said ?? null);
    const { correct, shown, truth } = judge(said);
    question.querySelectorAll(".predict-says").forEach((each) => (each.hidden = true));
    const says = [...question.querySelectorAll(".predict-says")];
    for (const at of shown) says[at]?.removeAttribute("hidden");
    question.classList.add("answered");
    tell(question, said === null ? truth[0].toUpperCase() + truth.slice(1) : correct ? "You were right." : `Not so: ${truth}`);
    commits(question).forEach((each) => (each.disabled = true)); // what was said stays as it was said
    question.querySelector("[data-show]").textContent = "Ask me again";
    cover(question, false);
    keep(question, said, correct); // for progress.js, which knows no answers
  }

  const commits = (question) => question.querySelectorAll("[data-move], [data-commit], input");

  function ask(question) {
    const { predict } = question.dataset;
    const now = kept();
    delete now[predict];
    bookStorage.write(NAME, now);
    for (const part of question.querySelectorAll(".predict-says")) part.hidden = true;
    form.get(question).clear();
    question.classList.remove("answered");
    tell(question, "");
    commits(question).forEach((each) => (each.disabled = false));
    question.querySelector("[data-choice], [data-move], input").focus(); // a second press would show the answer
    question.querySelector("[data-show]").textContent = "Show the answer";
    cover(question, true);
  }

  function commit(question) {
    const said = form.get(question).said();
    if (typeof said === "string") return tell(question, said);
    answer(question, said);
    question.querySelector("[data-show]").focus({ preventScroll: true }); // what was pressed cannot be pressed again
    question.querySelector(".predict-outcome").scrollIntoView({ block: "nearest" });
  }

  for (const question of questions) {
    question.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button || button.disabled) return;
      if ("choice" in button.dataset) answer(question, words(button.closest("li")));
      else if ("commit" in button.dataset) commit(question);
      else if ("show" in button.dataset) {
        if (question.classList.contains("answered")) return ask(question);
        answer(question, null);
      }
    });
    for (const each of question.querySelectorAll("button, input")) each.disabled = false;
    const said = kept()[question.dataset.predict]?.said;
    if (said !== null && !form.get(question).fits(said)) {
      cover(question, true); // which page.html has shown
      continue;
    }
    /* What was told before is not read out as the page opens. */
    const outcome = question.querySelector(".predict-outcome");
    outcome.removeAttribute("role");
    answer(question, said);
    setTimeout(() => outcome.setAttribute("role", "status"));
  }

  /* Who only wants to read is not asked: one press for the whole book, and one to be asked again. */
  const switches = questions.filter((each) => !each.closest(".exercise")).map((question) => {
    const never = document.createElement("button");
    Object.assign(never, { type: "button", className: "predict-never" });
    never.addEventListener("click", () => {
      /* It is read in the head of the page. */
      bookStorage.write("answers", document.documentElement.classList.toggle("asks") ? "covered" : "shown");
      name();
    });
    question.querySelector(".predict-more").append(never);
    return never;
  });
  const name = () => {
    const says = document.documentElement.classList.contains("asks") ? "Always show answers" : "Cover answers";
    for (const each of switches) each.textContent = says;
  };
  name();

  /* A link may lead to what is covered. */
  const arrive = () => {
    const target = document.querySelector(":target"), part = target?.closest(".covered");
    if (!part) return;
    cover(questions.find(({ dataset }) => part.classList.contains(`covered-by-${dataset.predict}`)), false);
    target.scrollIntoView();
  };
  addEventListener("hashchange", arrive);
  arrive();
  /* So may one that says how a figure stands. */
  if (location.search) document.querySelectorAll(".covered:has(.explorable)").forEach((part) => part.classList.remove("covered"));
})();
