/* Explorable figures. The build has computed every state (docs/_book/explorable/states.py); this
   script shows the one that the controls choose. A figure whose states cannot be listed has a model,
   a script of its own on its page (explorable-line.js), which says what to draw. */
(() => {
  "use strict";

  const STAYS = "The figure stays as you have set it. Press Start over, and it follows the text again.";

  /** The path through points, given as x1, y1, x2, y2 …; null begins a new piece. */
  function path(points) {
    let drawn = "", start = true;
    for (let i = 0; i < points.length; i += 2) {
      const gap = points[i] === null || points[i + 1] === null;
      if (!gap) drawn += `${start ? "M" : "L"}${points[i]} ${points[i + 1]}`;
      start = gap;
    }
    return drawn;
  }

  /** The cells of a surface that have one shade, neighbours in a row as one box. */
  function boxes(frame, shade, [xs, ys]) {
    const width = xs.length - 1;
    let drawn = "";
    for (let at = 0; at < frame.length; at++) {
      if (frame[at] !== shade) continue;
      const [row, first] = [Math.floor(at / width), at % width];
      while (at + 1 < (row + 1) * width && frame[at + 1] === shade) at++;
      drawn += `M${xs[first]} ${ys[row]}H${xs[(at % width) + 1]}V${ys[row + 1]}H${xs[first]}Z`;
    }
    return drawn;
  }

  function begin(figure) {
    const spec = explorableStates[figure.dataset.prefix];
    const svg = figure.querySelector("svg");
    const status = figure.querySelector(".explorable-status");
    const note = figure.querySelector(".explorable-note");
    const inputs = [...figure.querySelectorAll("input")];
    const names = spec.controls.map((control) => control.name);
    const state = spec.controls.map((control) => control.start);
    const find = (id) => svg.getElementById(figure.dataset.prefix + id);

    // Drawing: only what differs from the frame that stands there.

    const shown = new Map();
    function put(key, value, write) {
      if (shown.get(key) !== value) write(value);
      shown.set(key, value);
    }

    function drawPoints(id, points) {
      const group = find(id);
      const markers = group.querySelectorAll("use");
      const line = [...group.children].find((child) => child.tagName === "path");
      put(id, path(points), (d) => line?.setAttribute("d", d));
      if (!markers.length) return;
      const parent = markers[0].parentNode;
      for (let i = points.length / 2; i < markers.length; i++) markers[i].remove();
      for (let i = 0; i < points.length / 2; i++) {
        const marker = markers[i] || parent.appendChild(markers[0].cloneNode());
        marker.setAttribute("x", points[2 * i]);
        marker.setAttribute("y", points[2 * i + 1]);
      }
    }

    function drawPart(part) {
      const at = part.by.reduce(
        (index, name) =>
          index * spec.controls[names.indexOf(name)].texts.length + state[names.indexOf(name)], 0);
      const frame = part.frames[at];
      if (part.kind === "points") {
        const upto = part.upto ? state[names.indexOf(part.upto)] + 1 : Infinity;
        drawPoints(part.id, frame.slice(0, 2 * upto));
      } else if (part.kind === "surface") {
        put(part.id, frame, () => {
          for (const shade of "123456789a") {
            const level = find(`${part.id}-${parseInt(shade, 16)}`).querySelector("path");
            level.setAttribute("d", boxes(frame, shade, part.corners));
          }
        });
      } else if (part.kind === "label") {
        put(part.id, frame, () => (find(part.id).querySelector("text").textContent = frame));
      } else if (part.kind === "lines") {
        [...figure.querySelector(`[data-say="${part.id}"]`).children].forEach((line, i) =>
          line.setAttribute("aria-current", frame.includes(i) ? "step" : "false"));
      } else {
        addText(part.id, frame);
      }
    }

    function addText(name, text) {
      put(`text ${name}`, text, () => {
        figure.querySelector(`[data-say="${name}"]`).textContent = text;
      });
    }

    function draw() {
      inputs.forEach((input, i) => {
        const text = model?.textOf(i) ?? spec.controls[i].texts[state[i]];
        if (Number(input.value) !== state[i]) input.value = state[i];
        put(`input ${i}`, text, () => {
          input.setAttribute("aria-valuetext", text);
          input.parentNode.querySelector("output").textContent = text;
        });
      });
      walking.forEach((show) => show());
      if (model) model.draw();
      else spec.parts.forEach(drawPart);
    }

    // A change is drawn with the next frame of the screen; it is spoken and kept once it rests.

    let waiting = 0, resting = 0, told = false;
    function change() {
      waiting ||= requestAnimationFrame(() => {
        waiting = 0;
        draw();
      });
      clearTimeout(resting);
      resting = setTimeout(() => {
        if (!told) status.textContent = figure.querySelector('[data-say="sentence"]').textContent;
        keep();
      }, 400);
    }

    function keep() {
      const address = new URL(location.href);
      const kept = Object.fromEntries(spec.controls.map(({ name, texts, start }, i) =>
        [name, told || state[i] === start ? null : texts[state[i]]]));
      Object.assign(kept, model?.kept());
      for (const [name, text] of Object.entries(kept)) {
        if (text === null) address.searchParams.delete(name);
        else address.searchParams.set(name, text);
      }
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // Some browsers keep no state in the address of a file on disk: then it is not shared.
      }
    }

    let chosen = false; // by the reader, or by the address
    function recall() {
      const wanted = new URL(location.href).searchParams;
      const strange = [];
      chosen = names.some((name) => wanted.has(name));
      spec.controls.forEach(({ name, label, texts }, i) => {
        if (!wanted.has(name)) return;
        const found = texts.indexOf(wanted.get(name));
        if (found < 0) strange.push(`${label} ${wanted.get(name).slice(0, 20)}`);
        else state[i] = found;
      });
      if (model) strange.push(...model.recall(wanted));
      note.textContent = strange.length
        ? `The address asks for ${strange.join(" and ")}, which this figure does not have. It shows its usual state instead.`
        : "";
    }

    function set(control, value, byText = false) {
      state[control] = value;
      told = byText;
      chosen ||= !byText;
      model?.changed(control);
      change();
    }

    inputs.forEach((input, i) => input.addEventListener("input", () => set(i, Number(input.value))));

    // A finger or the mouse on the figure itself.

    function pointed(event) {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      return [at.x, at.y];
    }
    const nearest = (places, wanted) => places.reduce(
      (best, place, i) => (Math.abs(place - wanted) < Math.abs(places[best] - wanted) ? i : best), 0);

    const model = spec.model && explorableModels[spec.model.kind](spec, { addText, drawPoints, nearest, set, state });

    /** What a finger that has come down on a place moves: a function of where it goes, or nothing. */
    function grab(x, y) {
      if (model) return model.grab(x, y);
      const handle = spec.handles.find(({ top, bottom }) => y >= top && y <= bottom);
      if (!handle) return null;
      const drag = (place) => set(names.indexOf(handle.control), nearest(handle.at, place));
      drag(x);
      return drag;
    }

    let dragged = null;
    svg.addEventListener("pointerdown", (event) => {
      dragged = grab(...pointed(event));
      if (!dragged) return;
      svg.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    svg.addEventListener("pointermove", (event) => dragged?.(...pointed(event)));
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => (dragged = null));

    // Buttons.

    for (const button of figure.querySelectorAll("button[data-play]")) {
      const control = Number(button.dataset.play);
      const last = spec.controls[control].texts.length - 1;
      let timer = 0;
      const stop = () => {
        clearInterval(timer);
        timer = 0;
        button.textContent = "Play";
      };
      button.addEventListener("click", () => {
        if (timer) return stop();
        if (state[control] === last) set(control, 0);
        button.textContent = "Pause";
        timer = setInterval(() => {
          if (state[control] === last) stop();
          else set(control, state[control] + 1);
        }, spec.controls[control].walk ? 2500 : 120); // a stop has a sentence to read
      });
      inputs.forEach((input) => input.addEventListener("input", stop));
    }
    const walking = [...figure.querySelectorAll("button[data-walk]")].map((button) => {
      const control = Number(button.dataset.walk), by = Number(button.dataset.by);
      const leads = () => spec.controls[control].texts[state[control] + by] !== undefined;
      button.addEventListener("click", () => leads() && set(control, state[control] + by));
      return () => button.setAttribute("aria-disabled", !leads()); // and keeps the focus
    });
    figure.querySelector("button[data-reset]").addEventListener("click", () => {
      spec.controls.forEach((control, i) => (state[i] = control.start));
      told = chosen = false;
      model?.reset();
      note.textContent = "";
      change();
    });

    // While the figure stays in view (told/told.css), a line moves from its head to its foot, or that of the window, as the
    // paragraphs pass, and the one nearest to it sets the state, once: it is neither spoken nor kept in the address, and not set where the reader has
    // chosen one.

    const steps = [...(figure.closest(".told")?.querySelectorAll(".told-step") ?? [])];
    const stays = figure.parentNode; // the figure with its caption
    let current;
    function follow() {
      if (getComputedStyle(stays).position !== "sticky") return;
      const all = stays.parentNode.getBoundingClientRect(), { top, height } = stays.getBoundingClientRect();
      const line = top + ((top - all.top) / (all.height - height)) * Math.min(height, innerHeight);
      const away = steps.map((step) => step.getBoundingClientRect()).map((at) => Math.abs(at.top + at.bottom - 2 * line));
      const step = steps[away.indexOf(Math.min(...away))];
      if (step === current) return;
      if (chosen) return (note.textContent = STAYS);
      current?.classList.remove("told-now");
      step.classList.add("told-now");
      current = step;
      JSON.parse(step.dataset.state).forEach((value, control) => set(control, value, true));
    }

    recall();
    draw();
    if (steps.length) {
      follow();
      addEventListener("scroll", follow, { passive: true });
    }
    for (const control of figure.querySelectorAll("input, button")) control.disabled = false;
    figure.classList.add("explorable-ready");
  }

  /** Load the states of a figure, a script of their own: a page on disk may load nothing else. */
  function start(figure) {
    const script = document.createElement("script");
    const tell = () => {
      figure.querySelector(".explorable-note").textContent =
        "This figure cannot be moved: its data did not load. Reload the page to try again.";
    };
    script.src = figure.dataset.states;
    script.onload = () => {
      try {
        begin(figure);
      } catch (error) {
        tell();
        console.error(error);
      }
    };
    script.onerror = tell;
    document.head.append(script);
  }

  /* A figure far below is made movable only when the reader comes near: the text is there the sooner.
     Tab would pass over its sliders until then, so the first key makes all movable. */
  const figures = new Set(document.querySelectorAll(".explorable"));
  const startOnce = (figure) => figures.delete(figure) && start(figure);
  const near = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => startOnce(target)),
    { rootMargin: "100%" },
  );
  for (const figure of figures) near.observe(figure);
  const startAll = () => figures.forEach(startOnce);
  addEventListener("keydown", startAll, { once: true });
  if (location.search) startAll(); // the address may say where one stands
  globalThis.explorableStates = {};
})();
