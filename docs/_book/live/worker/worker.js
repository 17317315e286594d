/* Python in a worker of the page: it loads what the cells need from the site, checks each file, and
   runs one cell at a time. page.js asks; live_cells.py, which runs in here, does what Python does. */
import cells_py from "./live_cells.py";
import introspection_py from "./introspection.py";
import names_py from "./names.py";
import outputs_py from "./live_outputs.py";
import errors_py from "./plain_errors.py";
import snapshot_py from "./snapshot.py";
import trace_py from "./trace.py";
import svg_py from "../../figures/svg.py";
import style from "../../execution/kernel/matplotlibrc";

const HOME = "/home/pyodide/";
/* Where the modules lie in Python there: as in this project, so that they import each other alike. */
const FILES = {
  "_book/live/worker/introspection.py": introspection_py,
  "_book/live/worker/live_cells.py": cells_py,
  "_book/live/worker/live_outputs.py": outputs_py,
  "_book/live/worker/names.py": names_py,
  "_book/live/worker/plain_errors.py": errors_py,
  "_book/live/worker/snapshot.py": snapshot_py,
  "_book/live/worker/trace.py": trace_py,
  "_book/figures/svg.py": svg_py,
  matplotlibrc: style,
};
const START = ["pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"];
const TYPES = { wasm: "application/wasm", json: "application/json" };

const arrived = new Map(); // by address, until Python takes them
const installed = new Set();
let site, lock, python, cells;
let loaded = 0, expected = 0;

/* Python asks for its files by fetch; it gets those that have been checked, and nothing else. */
const fetchFromSite = self.fetch;
self.fetch = async (address) => {
  const url = String(address.url ?? address), bytes = arrived.get(url);
  if (!bytes) throw new TypeError(`the cells of this page load nothing from ${url}`);
  arrived.delete(url);
  return new Response(bytes, { headers: { "Content-Type": TYPES[url.split(".").pop()] ?? "" } });
};

class FileError extends Error {}

/* What the browser has kept counts, however old: a file that changes gets another address. What it
   has kept may be broken, so a second try asks the site itself. */
async function load({ url, name, sum: [size, digest] }) {
  expected += size;
  for (const cache of ["force-cache", "reload"]) {
    let count = 0;
    const counted = new TransformStream({
      transform(part, stream) {
        count += part.length;
        loaded += part.length;
        postMessage({ progress: [loaded, expected] });
        stream.enqueue(part);
      },
    });
    try {
      const response = await fetchFromSite(url, { cache });
      if (!response.ok) throw new FileError(`is missing (${response.status}): the book may have changed, so reload the page`);
      const bytes = await new Response(response.body.pipeThrough(counted)).arrayBuffer();
      if (!crypto.subtle || hex(await crypto.subtle.digest("SHA-256", bytes)) === digest) return bytes;
      throw new FileError("is not the file that this book was built with");
    } catch (error) {
      loaded -= count;
      if (cache === "reload") throw new FileError(`${name} ${error instanceof FileError ? error.message : "did not load"}`);
    }
  }
}

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

const loadFiles = (names) => Promise.all(names.map(async (name) => {
  const url = site.python + name;
  arrived.set(url, await load({ url, name, sum: site.files[name] }));
}));

/* Run a script from the bytes that were checked: the site may answer a second request with others. */
async function runChecked(name) {
  const url = site.python + name;
  const script = URL.createObjectURL(new Blob([arrived.get(url)], { type: "text/javascript" }));
  arrived.delete(url);
  return import(script).finally(() => URL.revokeObjectURL(script));
}

/* Load packages and what they need; `files` may already be under way. */
async function loadPackages(keys, files) {
  const missing = new Set();
  const add = (key) => {
    if (installed.has(key) || missing.has(key)) return;
    missing.add(key);
    lock[key].depends.forEach(add);
  };
  keys.forEach(add);
  if (!missing.size) return;
  await (files ?? loadFiles([...missing].map((key) => lock[key].file_name)));
  let failed;
  await python.loadPackage([...missing], { messageCallback() {}, errorCallback: (text) => (failed = text) });
  if (failed) throw new FileError(failed);
  missing.forEach((key) => installed.add(key));
  loaded = expected = 0;
}

const calls = {
  /* Start Python with NumPy and the core, which every chapter needs, and the files that this one reads. */
  async start(data) {
    site = data;
    const numpy_file = loadFiles([Object.keys(site.files).find((name) => name.startsWith("numpy-"))]);
    const core = load(site.core), read = Promise.all(site.data.map(load));
    await loadFiles(START);
    lock = JSON.parse(new TextDecoder().decode(arrived.get(`${site.python}pyodide-lock.json`))).packages;
    await runChecked("pyodide.asm.js"); // Pyodide loads it only where it is not there
    const { loadPyodide } = await runChecked("pyodide.mjs");
    python = await loadPyodide({ indexURL: site.python, env: { MATPLOTLIBRC: `${HOME}matplotlibrc` } });
    /* Python looks into it now and then, from JavaScript: WebKit ends no worker in a loop of pure WebAssembly. */
    python.setInterruptBuffer(new Uint8Array(1));
    await loadPackages(["numpy"], numpy_file);
    python.unpackArchive(await core, "wheel");
    for (const [name, text] of Object.entries(FILES)) {
      python.FS.mkdirTree(HOME + name.slice(0, name.lastIndexOf("/") + 1));
      python.FS.writeFile(HOME + name, text);
    }
    (await read).forEach((bytes, number) => python.FS.writeFile(HOME + site.data[number].name, new Uint8Array(bytes)));
    cells = python.pyimport("_book.live.worker.live_cells").Cells((...shown) => postMessage({ shown }));
  },

  async run({ depth, name, source, hidden, solution, in_steps }) {
    const wanted = cells.needs(source).toJs();
    const has = ([, { imports }]) => imports.some((name) => wanted.includes(name));
    await loadPackages(Object.entries(lock).filter(has).map(([key]) => key));
    return hidden ? cells.run_hidden(depth, source) : cells.run.callKwargs(depth, name, source, solution, { in_steps });
  },
};

self.onmessage = async ({ data: { call, ...data }, ports }) => {
  if (call === "help") return ports[0].postMessage(JSON.parse(cells.help(data.depth, data.name, data.start)));
  try {
    postMessage({ answer: await calls[call](data) });
  } catch (error) {
    /* Errors of cells are shown, so this is a file that did not arrive, or the end of Python. */
    postMessage({ failed: String(error.message), file: error instanceof FileError });
  }
};
