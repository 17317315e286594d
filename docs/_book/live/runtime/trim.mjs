/* Make all archives of a folder small, with trim.py, in the Python of the browser: it compiles their modules
   for itself. Usage: node trim.mjs PYODIDE FOLDER */
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [pyodide, folder] = process.argv.slice(2).map((name) => resolve(name));
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: pyodide });
python.mountNodeFS("/code", fileURLToPath(new URL(".", import.meta.url)));
python.mountNodeFS("/work", folder);
python.runPython("import sys; sys.path.append('/code'); sys.dont_write_bytecode = True");
python.pyimport("trim").make_small("/work");
