/* The model of an explorable figure whose points a reader moves up and down: the least-squares line
   follows. Targets that can move have no table of states, so this is computed here, and a test holds
   `leastSquares` to the core. The first control chooses a point, the second its target. */
(() => {
  "use strict";

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

  /** A number as the book writes it, with a minus sign that is none of the keyboard's. */
  const written = (number, digits) => number.toFixed(digits).replace("-", "\u2212");

  /** What `explorable.js` asks of a model; `figure` is what the model may use of it. */
  function lineModel(spec, figure) {
    const { x, low, high, ends, place: [a, b, c, d] } = spec.model;
    const { state } = figure;
    const steps = spec.controls[1].texts.map(Number);
    let targets = [...spec.model.targets];
    const follow = () => (state[1] = figure.nearest(steps, targets[state[0]]));

    return {
      textOf: (control) => (control === 1 ? written(targets[state[0]], 1) : undefined),

      draw() {
        const fit = leastSquares(x, targets);
        const at = (value, height) => [a * value + b, c * height + d];
        const line = (value) => fit.slope * value + fit.intercept;
        figure.drawPoints("points", x.flatMap((value, i) => at(value, targets[i])));
        figure.drawPoints("line", ends.flatMap((value) => at(value, line(value))));
        figure.drawPoints("errors", x.flatMap((value, i) =>
          [...at(value, targets[i]), ...at(value, line(value)), null, null]));
        for (const name of ["slope", "intercept", "mse"]) figure.addText(name, written(fit[name], 4));
        const [point] = state;
        const words = { point: point + 1, target: written(targets[point], 1), error: written(fit.errors[point], 2) };
        figure.addText("sentence", spec.model.sentence.replace(/\{(\w+)\}/g, (_, name) => words[name]));
      },

      changed(control) {
        if (control === 0) follow();
        else targets[state[0]] = steps[state[1]];
      },

      kept: () => ({
        target: null, // one of these, exactly as they are:
        targets: String(targets) === String(spec.model.targets) ? null : targets.join(" "),
      }),

      recall(wanted) {
        const text = wanted.get("targets") ?? targets.join(" ");
        const found = text.trim().split(/\s+/).map(Number);
        const fits = found.length === x.length && found.every((t) => t >= low && t <= high);
        if (fits) targets = found;
        follow();
        return fits ? [] : [`targets ${text.slice(0, 40)}`];
      },

      grab(left, top) {
        const point = figure.nearest(x.map((value) => a * value + b), left);
        if (Math.hypot(a * x[point] + b - left, c * targets[point] + d - top) > 30) return null;
        figure.set(0, point);
        return (_, height) => figure.set(1, figure.nearest(steps, (height - d) / c));
      },

      reset() {
        targets = [...spec.model.targets];
        follow();
      },
    };
  }

  globalThis.explorableModels = { line: lineModel };
  globalThis.leastSquares = leastSquares; // for the test that holds it to the core
})();
