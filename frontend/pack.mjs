/* Packs the scripts of a folder: one file for every page, and one for each script that only some
   pages name. Usage: node frontend/pack.mjs ASSETS INTO. Prints the file of each script as JSON. */

import { build } from "esbuild";
import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";

const EVERYWHERE = "everywhere.js";
/* Named by a page that has no script of its own, and imported by those that have. */
const ISLAND = "island.js";
const [assets = "", into = ""] = process.argv.slice(2);
/** @satisfies {import("esbuild").BuildOptions} */
const OPTIONS = /** @type {const} */ ({
  absWorkingDir: resolve(assets),
  outdir: resolve(into),
  entryNames: "[name].[hash]",
  bundle: true,
  minify: true,
  metafile: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "error",
});

const modules = readdirSync(assets).filter((name) => name.endsWith(".js"));
const alone = (await build({ ...OPTIONS, entryPoints: modules, write: false })).metafile;

/** The modules a module imports. @param {string} name */
const imported = (name) => (alone.inputs[name]?.imports ?? []).map(({ path }) => path);

/** A module and all it needs. @param {string} name @returns {string[]} */
const reached = (name) => [name, ...imported(name).flatMap(reached)];

/** What was built of a module. @param {import("esbuild").Metafile} from @param {string} name */
function built(from, name) {
  for (const [path, { entryPoint, exports }] of Object.entries(from.outputs))
    if (entryPoint === name) return { file: basename(path), exports };
  throw new Error(`esbuild made no file of ${name}`);
}

/** Lets modules take from `file` what is in it.
 * @param {string} file @param {Set<string>} inside @returns {import("esbuild").Plugin} */
function takingFrom(file, inside) {
  return {
    name: "taking-from-every-page",
    setup(packing) {
      packing.onResolve({ filter: /^\.\// }, ({ path, kind }) =>
        kind !== "entry-point" && inside.has(basename(path))
          ? { path: `./${file}`, external: true }
          : undefined,
      );
    },
  };
}

const inside = new Set(reached(EVERYWHERE));
const others = modules.filter((name) => !inside.has(name));
const first = (await build({ ...OPTIONS, entryPoints: [EVERYWHERE] })).metafile;
const everywhere = built(first, EVERYWHERE);
for (const name of new Set(others.flatMap(imported).filter((each) => inside.has(each))))
  for (const each of built(alone, name).exports)
    if (!everywhere.exports.includes(each))
      throw new Error(`${EVERYWHERE} does not export ${each} of ${name}`);
/* `export *` from two modules offers what both export from neither, without a word. */
const offered = [...new Set(imported(EVERYWHERE))].flatMap((name) => built(alone, name).exports);
const twice = offered.find((each, position) => offered.indexOf(each) !== position);
if (twice) throw new Error(`${EVERYWHERE} imports two modules that export ${twice}`);

const taken = new Set(others.flatMap(imported));
const named = others.filter((name) => name === ISLAND || !taken.has(name));
const plugins = [takingFrom(everywhere.file, inside)];
const rest = (await build({ ...OPTIONS, entryPoints: named, plugins })).metafile;
const files = named.map((name) => [name, built(rest, name).file]);
console.log(JSON.stringify(Object.fromEntries([[EVERYWHERE, everywhere.file], ...files])));
