/* Python, in a worker that is told one thing at a time. To stop it is to end it: the next call starts another. */
const RETRY = "Is there a connection? Run tries again.";

export const python = {
  cell: undefined, // that runs now; null while Python starts
  tries: 0,
  asked: [], // what waits for an answer, in the order of the questions
  progress() {},
  shown() {},
  ended() {},

  call(call, data) {
    this.worker ??= this.begin();
    this.busy = true;
    return new Promise((resolve, reject) => {
      Object.assign(this, { resolve, reject });
      this.worker.postMessage({ call, ...data });
    }).finally(() => (this.busy = false));
  },

  /* Ask what is known of a name; null if Python is not idle. */
  ask(about) {
    if (!this.worker || this.busy) return null;
    return new Promise((resolve) => {
      this.asked.push(resolve);
      this.worker.postMessage({ call: "help", ...about });
    });
  },

  begin() {
    /* An address of its own for each try: the browser may remember that the script was missing. */
    const worker = new Worker(new URL(`worker.js?${this.tries++}`, import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.progress) this.progress(...data.progress);
      else if (data.shown) this.shown(this.cell, ...data.shown);
      else if (data.help !== undefined) this.asked.shift()(data.help);
      else if (data.failed === undefined) this.resolve(data.answer);
      else if (data.file) this.end(`${data.failed}. ${RETRY}`);
      else this.end(`Python has come to its end (${data.failed}), perhaps for want of memory. Its variables are gone; Run starts over.`);
    };
    worker.onerror = () => this.end(`The worker that runs Python did not arrive. ${RETRY}`);
    return worker;
  },

  /* Start Python with NumPy and the core; once, and again after it was ended. */
  start(site) {
    return (this.started ??= this.call("start", site));
  },

  end(reason) {
    this.worker?.terminate();
    this.worker = this.started = null;
    this.ended();
    this.asked.splice(0).forEach((resolve) => resolve(null));
    this.reject?.(new Error(reason));
  },
};
