/**
 * Builds static/src into static/dist: hashed names, a manifest from source name to hashed name, and a `.br` beside each text file.
 * Entries are found, not listed: see `findEntries`. `node build.mjs --watch` builds again whenever a source changes.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import * as esbuild from "esbuild";

const ROOT = import.meta.dirname;
const SOURCE = path.join(ROOT, "static", "src");
const DIST = path.join(ROOT, "static", "dist");
const DAY_MS = 24 * 60 * 60 * 1000;
const TARGET = ["chrome109", "firefox115", "safari16"];
const BOARD = path.join(ROOT, "node_modules", "@excalidraw", "excalidraw", "dist", "prod");
const BOARD_FONTS = "whiteboard/fonts";
const TEXT = new Set([".js", ".css", ".svg", ".json", ".txt"]);

const shared = {
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  target: TARGET,
  conditions: ["production"],
  legalComments: "none",
  outdir: DIST,
  outbase: SOURCE,
  entryNames: "[dir]/[name]-[hash]",
  chunkNames: "chunks/[name]-[hash]",
  assetNames: "[dir]/[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "file" },
  logLevel: "silent",
};

/** @param {string} folder @param {string} extension */
function listFiles(folder, extension) {
  const full = path.join(SOURCE, folder);
  if (!fs.existsSync(full)) return [];
  return fs
    .readdirSync(full)
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => path.join(full, name));
}

/**
 * Scripts: `*.js`, `islands/*.js`, and in every other folder the file named like it. Styles: `css/*.css` that begin with the word entry;
 * "entry, without a hash" keeps its name, for the one page that can't look into the manifest.
 */
function findEntries() {
  const folders = fs.readdirSync(SOURCE, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const namesakes = folders.map(({ name }) => path.join(SOURCE, name, `${name}.js`)).filter((file) => fs.existsSync(file));
  const scripts = [...listFiles("", ".js"), ...listFiles("islands", ".js"), ...namesakes];
  const styles = listFiles("css", ".css").filter((file) => fs.readFileSync(file, "utf8").startsWith("/* entry"));
  return {
    boot: scripts.filter((file) => path.basename(file) === "boot.js"),
    modules: scripts.filter((file) => path.basename(file) !== "boot.js"),
    styles: styles.filter((file) => !isPlain(file)),
    plain: styles.filter(isPlain),
  };
}

const isPlain = (/** @type {string} */ file) => fs.readFileSync(file, "utf8").startsWith("/* entry, without a hash");

/** An entry `css/lesson.css` also takes in every file of the folder `css/lesson/`, in order of their names. */
const folderOfEntry = {
  name: "folder-of-entry",
  setup(build) {
    build.onLoad({ filter: /\/css\/[a-z-]+\.css$/ }, (args) => {
      const text = fs.readFileSync(args.path, "utf8");
      if (!text.startsWith("/* entry")) return undefined;
      const name = path.basename(args.path, ".css");
      const imports = listFiles(path.join("css", name), ".css").map((file) => `@import "./${name}/${path.basename(file)}";`);
      return { contents: [text, ...imports].join("\n"), loader: "css" };
    });
  },
};

/**
 * The whiteboard's library, cut to what our pages use and allow: English only, no Mermaid of its own (the server reads it), no pictures,
 * no export (the server draws), no Chinese face of 13 MB, and its fonts from here only, where it would ask a stranger's address as a last resort.
 */
const leanWhiteboard = {
  name: "lean-whiteboard",
  setup(build) {
    build.onResolve(
      { filter: /^@excalidraw\/mermaid-to-excalidraw$|^\.\/locales\/|^pica$|^image-blob-reduce$|^\.\/subset-/ },
      ({ path: name }) => (/locales\/(en|percentages)-/.test(name) ? undefined : { path: name, namespace: "left-out" }),
    );
    build.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "export default {};", loader: "js" }));
    build.onLoad({ filter: /@excalidraw\/excalidraw\/dist\/prod\/[\w-]+\.js$/ }, ({ path: file }) => {
      const text = fs.readFileSync(file, "utf8");
      const lean = text
        .replace(/`https:\/\/esm\.sh\/\$\{.*?\/dist\/prod\/`/, 'new URL("../whiteboard/", import.meta.url).href')
        .replace(/\[(?:\{uri:[\w$]+,descriptors:\{unicodeRange:"[^"]*"\}\},?){50,}\]/, "[]");
      if (lean.includes("esm.sh")) throw new Error(`${file} asks a stranger for its fonts; build.mjs doesn't know where.`);
      return { contents: lean, loader: "js" };
    });
  },
};

/** The whiteboard's faces, under the names that it asks for; each has its own hash. */
function makeBoardFonts() {
  const folder = path.join(BOARD, "fonts");
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const wanted = files.map((entry) => path.join(entry.parentPath, entry.name)).filter((file) => !file.includes("Xiaolai"));
  return new Map(wanted.map((file) => [path.join(BOARD_FONTS, path.relative(folder, file)), fs.readFileSync(file)]));
}

/** Which output holds the code of which entry or font, as source name → output name. */
function readManifest(metafile, entries) {
  const wanted = new Set(entries.map((file) => path.relative(ROOT, file)));
  /** @type {Record<string, string>} */
  const manifest = {};
  for (const [output, { inputs, entryPoint }] of Object.entries(metafile.outputs)) {
    const name = path.relative(DIST, path.join(ROOT, output));
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const isFont = input.endsWith(".woff2");
      if (isFont || (wanted.has(input) && bytesInOutput > 0)) manifest[sourceName(input)] = name;
    }
    if (entryPoint?.endsWith(".css")) manifest[sourceName(entryPoint)] = name;
  }
  return manifest;
}

/** `static/src/css/app.css` → `app.css`; everything else keeps its folder. */
function sourceName(input) {
  return path.relative(SOURCE, path.join(ROOT, input)).replace(/^css\//, "");
}

/** The icons of icons.json as one sprite of symbols; the class `icon` gives them their strokes. Lucide, ISC licence. */
function makeSprite() {
  const names = JSON.parse(fs.readFileSync(path.join(SOURCE, "icons.json"), "utf8"));
  const symbols = names.map((/** @type {string} */ name) => {
    const file = path.join(ROOT, "node_modules", "lucide-static", "icons", `${name}.svg`);
    if (!fs.existsSync(file)) throw new Error(`icons.json asks for "${name}"; lucide-static has no such icon.`);
    const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(fs.readFileSync(file, "utf8"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner?.[1].replace(/\s+/g, " ").replaceAll("> <", "><").trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence, lucide.dev/license -->${symbols.join("")}</svg>\n`;
}

/** Files that need no bundler: the sprite and every SVG that lies in static/src. */
function makePlainFiles() {
  const files = new Map([["icons.svg", Buffer.from(makeSprite())]]);
  for (const file of listFiles("", ".svg")) files.set(path.basename(file), fs.readFileSync(file));
  return files;
}

function hashedName(name, contents) {
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 8).toUpperCase();
  const { name: stem, ext } = path.parse(name);
  return `${stem}-${hash}${ext}`;
}

/** Writes what is not there yet; a hashed name never changes its contents. */
function writeFile(name, contents) {
  const file = path.join(DIST, name);
  const isHashed = /-[A-Z0-9]{8}\./.test(name);
  if (!isHashed) fs.rmSync(`${file}.br`, { force: true });
  if (!isHashed || !fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, contents);
  }
  if (TEXT.has(path.extname(name)) && !fs.existsSync(`${file}.br`)) {
    const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: contents.length };
    fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(contents, { params }));
  }
}

/** Pages of yesterday's release still ask for yesterday's files: what is replaced stays for a day from now. */
function sweepDist(/** @type {Set<string>} */ current, /** @type {string[]} */ previous) {
  const now = Date.now();
  for (const name of previous) {
    for (const file of [path.join(DIST, name), path.join(DIST, `${name}.br`)]) {
      if (!current.has(name) && fs.existsSync(file)) fs.utimesSync(file, now / 1000, now / 1000);
    }
  }
  for (const entry of fs.readdirSync(DIST, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(DIST, file).replace(/\.br$/, "");
    if (entry.isFile() && !current.has(name) && now - fs.statSync(file).mtimeMs > DAY_MS) fs.unlinkSync(file);
  }
}

function replaceFile(name, text) {
  const fresh = path.join(DIST, `${name}.${process.pid}`);
  fs.writeFileSync(fresh, text);
  fs.renameSync(fresh, path.join(DIST, name));
}

async function build() {
  const started = performance.now();
  const { boot, modules, styles, plain } = findEntries();
  const results = await Promise.all([
    esbuild.build({ ...shared, entryPoints: boot, format: "iife" }),
    esbuild.build({
      ...shared,
      entryPoints: modules,
      format: "esm",
      splitting: true,
      plugins: [leanWhiteboard],
      define: { "process.env.NODE_ENV": '"production"' },
    }),
    esbuild.build({ ...shared, entryPoints: styles, plugins: [folderOfEntry] }),
    esbuild.build({ ...shared, entryPoints: plain, entryNames: "[name]" }),
  ]);
  const current = new Set(["manifest.json", "files.json"]);
  /** @type {Record<string, string>} */
  const manifest = {};
  for (const { outputFiles, metafile, warnings } of results) {
    for (const warning of warnings) console.warn(`warning: ${warning.text} (${warning.location?.file}:${warning.location?.line})`);
    for (const { path: file, contents } of outputFiles) {
      writeFile(path.relative(DIST, file), contents);
      current.add(path.relative(DIST, file));
    }
    Object.assign(manifest, readManifest(metafile, [...boot, ...modules, ...styles, ...plain]));
  }
  for (const [name, contents] of makePlainFiles()) {
    manifest[name] = hashedName(name, contents);
    writeFile(manifest[name], contents);
    current.add(manifest[name]);
  }
  for (const [name, contents] of makeBoardFonts()) {
    writeFile(name, contents);
    current.add(name);
  }
  finish(current, manifest);
  console.log(`${current.size - 2} files in ${Math.round(performance.now() - started)} ms`);
}

/** The manifest comes last, in one step: until then everybody sees the build before. */
function finish(/** @type {Set<string>} */ current, /** @type {Record<string, string>} */ manifest) {
  const list = path.join(DIST, "files.json");
  const previous = fs.existsSync(list) ? JSON.parse(fs.readFileSync(list, "utf8")) : [];
  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = `${JSON.stringify(sorted, null, 1)}\n`;
  const file = path.join(DIST, "manifest.json");
  if (!fs.existsSync(file) || fs.readFileSync(file, "utf8") !== text) replaceFile("manifest.json", text);
  replaceFile("files.json", JSON.stringify([...current].sort()));
  sweepDist(current, previous);
}

async function buildOrTell() {
  try {
    await build();
    return true;
  } catch (error) {
    const errors = error.errors ?? [];
    for (const { text, location } of errors) console.error(`${location?.file ?? ""}:${location?.line ?? ""} ${text}`);
    if (errors.length === 0) console.error(error.message);
    return false;
  }
}

function watch() {
  let timer;
  fs.watch(SOURCE, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(buildOrTell, 80);
  });
  console.log("watching static/src");
}

const isBuilt = await buildOrTell();
if (process.argv.includes("--watch")) watch();
else if (!isBuilt) process.exit(1);
