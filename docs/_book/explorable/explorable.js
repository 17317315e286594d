/* Explorable figures. The build has computed every state (docs/_book/explorable/states.py);
   this script shows the one that the controls choose. It computes nothing but `leastSquares`,
   for a point that a reader drags, and a test holds that to the core. */
(() => {
  "use strict";

  /** The line with the least squared errors: targets that can move have no table of states. */
  function leastSquares(x, targets) {
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [xMean, targetMean] = [mean(x), mean(targets)];
    const centred = x.map((value) => value - xMean);
    const products = centred.map((value, i) => value * (targets[i] - targetMean));
    const slope = mean(products) / mean(centred.map((value) => value * value));
    const intercept = targetMean - slope * xMean;
    const errors = targets.map((target, i) => target - (slope * x[i] + intercept));
    return { slope, intercept, errors, mse: mean(errors.map((error) => error * error)) };
  }

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
    const model = spec.model && { ...spec.model, start: [...spec.model.targets] };

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
      const upto = part.upto ? state[names.indexOf(part.upto)] + 1 : Infinity;
      if (part.kind === "points") {
        drawPoints(part.id, frame.slice(0, 2 * upto));
      } else if (part.kind === "surface") {
        put(part.id, frame, () => {
          for (const shade of "123456789a") {
            const level = find(`${part.id}-${parseInt(shade, 16)}`).querySelector("path");
            level.setAttribute("d", boxes(frame, shade, part.corners));
          }
        });
      } else {
        const text = part.window ? frame.slice(Math.max(0, upto - part.window), upto).join("\n") : frame;
        write(part.id, text);
      }
    }

    function write(name, text) {
      put(`text ${name}`, text, () => {
        figure.querySelector(`[data-say="${name}"]`).textContent = text;
      });
    }

    function drawModel() {
      const { x, targets, place: [a, b, c, d] } = model;
      const fit = leastSquares(x, targets);
      const at = (value, height) => [a * value + b, c * height + d];
      const line = (value) => fit.slope * value + fit.intercept;
      drawPoints(model.points, x.flatMap((value, i) => at(value, targets[i])));
      drawPoints(model.line, model.ends.flatMap((value) => at(value, line(value))));
      drawPoints(model.errors, x.flatMap((value, i) =>
        [...at(value, targets[i]), ...at(value, line(value)), null, null]));
      for (const name of ["slope", "intercept", "mse"]) write(name, fit[name].toFixed(4));
      const [point] = state;
      write("sentence", `Point ${point + 1} has the target ${targets[point].toFixed(1)}, ` +
        `an error of ${fit.errors[point].toFixed(2)}.`);
    }

    function draw() {
      inputs.forEach((input, i) => {
        const text = i === 1 && model ? model.targets[state[0]].toFixed(1) : spec.controls[i].texts[state[i]];
        if (Number(input.value) !== state[i]) input.value = state[i];
        put(`input ${i}`, text, () => {
          input.setAttribute("aria-valuetext", text);
          input.parentNode.querySelector("output").textContent = text;
        });
      });
      spec.parts.forEach(drawPart);
      if (model) drawModel();
    }

    // A change is drawn with the next frame of the screen; it is spoken and kept once it rests.

    let waiting = 0, resting = 0;
    function change() {
      waiting ||= requestAnimationFrame(() => {
        waiting = 0;
        draw();
      });
      clearTimeout(resting);
      resting = setTimeout(() => {
        status.textContent = figure.querySelector('[data-say="sentence"]').textContent;
        keep();
      }, 400);
    }

    function keep() {
      const address = new URL(location.href);
      names.forEach((name, i) => {
        if (model || state[i] === spec.controls[i].start) address.searchParams.delete(name);
        else address.searchParams.set(name, spec.controls[i].texts[state[i]]);
      });
      if (model) {
        if (String(model.targets) === String(model.start)) address.searchParams.delete("targets");
        else address.searchParams.set("targets", model.targets.map((t) => +t.toFixed(2)).join(" "));
      }
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // Some browsers keep no state in the address of a file on disk: then it is not shared.
      }
    }

    function recall() {
      const wanted = new URL(location.href).searchParams, strange = [];
      names.forEach((name, i) => {
        if (!wanted.has(name) || model) return;
        const found = spec.controls[i].texts.indexOf(wanted.get(name));
        if (found < 0) strange.push(`${spec.controls[i].label} ${wanted.get(name).slice(0, 20)}`);
        else state[i] = found;
      });
      if (model && wanted.has("targets")) {
        const targets = wanted.get("targets").trim().split(/\s+/).map(Number);
        const fits = (t) => Number.isFinite(t) && t >= model.low && t <= model.high;
        if (targets.length === model.x.length && targets.every(fits)) model.targets = targets;
        else strange.push(`targets ${wanted.get("targets").slice(0, 40)}`);
        follow();
      }
      note.textContent = strange.length
        ? `The address asks for ${strange.join(" and ")}, which this figure does not have. It shows its usual state instead.`
        : "";
    }

    /** The second slider of a model stands where the chosen point is. */
    function follow() {
      if (!model) return;
      const steps = spec.controls[1].texts.length - 1;
      state[1] = Math.round(((model.targets[state[0]] - model.low) / (model.high - model.low)) * steps);
    }

    function set(control, value) {
      state[control] = value;
      if (model && control === 0) follow();
      if (model && control === 1) model.targets[state[0]] = Number(spec.controls[1].texts[value]);
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

    let dragged = null;
    svg.addEventListener("pointerdown", (event) => {
      const [x, y] = pointed(event);
      if (model) {
        const [a, b, c, d] = model.place;
        const point = nearest(model.x.map((value) => a * value + b), x);
        const apart = Math.hypot(a * model.x[point] + b - x, c * model.targets[point] + d - y);
        if (apart > 30) return;
        set(0, point);
        dragged = (_, height) => {
          const target = Math.min(model.high, Math.max(model.low, (height - d) / c));
          set(1, nearest(spec.controls[1].texts.map(Number), target));
        };
      } else {
        const handle = spec.handles.find(({ top, bottom }) => y >= top && y <= bottom);
        if (!handle) return;
        dragged = (place) => set(names.indexOf(handle.control), nearest(handle.at, place));
        dragged(x, y);
      }
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
        }, 120);
      });
      inputs.forEach((input) => input.addEventListener("input", stop));
    }
    figure.querySelector("button[data-reset]").addEventListener("click", () => {
      spec.controls.forEach((control, i) => (state[i] = control.start));
      if (model) model.targets = [...model.start];
      follow();
      note.textContent = "";
      change();
    });

    recall();
    draw();
    for (const control of figure.querySelectorAll("input, button")) control.disabled = false;
    figure.classList.add("explorable-ready");
  }

  /** Load the states of a figure, a script of their own: a page on disk may load nothing else. */
  function start(figure) {
    const script = document.createElement("script");
    const tell = () => {
      figure.querySelector(".explorable-note").textContent =
        "This figure cannot be moved: its data did not arrive. Reload the page to try again.";
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
  globalThis.leastSquares = leastSquares; // for the test that holds it to the core
})();
