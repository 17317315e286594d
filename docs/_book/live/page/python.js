/* Python, in a worker that is told one thing at a time. To stop it is to end it: the next call starts another. */
const RETRY = "Are you online? Run tries again.";

export const python = {
  cell: undefined, // that runs now; null while Python starts
  tries: 0,
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
    const { port1, port2 } = new MessageChannel();
    this.worker.postMessage({ call: "help", ...about }, [port2]);
    return new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  },

  begin() {
    /* An address of its own for each try: the browser may remember that the script was missing. */
    const worker = new Worker(new URL(`worker.js?${this.tries++}`, import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.progress) this.progress(...data.progress);
      else if (data.shown) this.shown(this.cell, ...data.shown);
      else if (data.failed === undefined) this.resolve(data.answer);
      else if (data.file) this.end(`${data.failed}. ${RETRY}`);
      else this.end(`Python has stopped (${data.failed}), perhaps for lack of memory. Its variables are gone; Run starts afresh.`);
    };
    worker.onerror = () => this.end(`The worker that runs Python did not load. ${RETRY}`);
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
    this.reject?.(new Error(reason));
  },
};
