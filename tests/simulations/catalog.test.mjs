/** catalog.json is what the compiler of lessons knows of the simulations: `WRITE=1 node --test tests/simulations/catalog.test.mjs` writes it anew. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { fit, readValues } from "../../static/src/simulations/parameters.js";

const FOLDER = path.join(import.meta.dirname, "../../static/src/simulations");
const DOCS = path.join(import.meta.dirname, "../../docs/simulations.md");
const names = fs
  .readdirSync(FOLDER)
  .filter((file) => file.endsWith(".model.js"))
  .map((file) => file.replace(".model.js", ""))
  .sort();
const models = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await import(path.join(FOLDER, `${name}.model.js`))])));
const truth = Object.fromEntries(names.map((name) => [name, models[name].PARAMETERS]));

test("catalog.json says what the models take", () => {
  const file = path.join(FOLDER, "catalog.json");
  if (process.env.WRITE) fs.writeFileSync(file, `${JSON.stringify(truth, null, 2)}\n`);
  assert.deepEqual(JSON.parse(fs.readFileSync(file, "utf8")), truth);
});

test("every default fits its own parameter", () => {
  for (const [name, parameters] of Object.entries(truth)) {
    for (const [key, parameter] of Object.entries(parameters)) {
      assert.match(key, /^[a-z][a-z0-9_]*$/, `${name}.${key}`);
      assert.equal(fit(parameter, parameter.default), parameter.default, `${name}.${key}`);
    }
  }
});

test("a value that doesn't fit becomes one that does", () => {
  const parameters = {
    whole: { kind: "integer", min: 1, max: 9, default: 3 },
    one: { kind: "choice", options: ["a", "b"], default: "a" },
    yes: { kind: "boolean", default: false },
  };
  assert.deepEqual(readValues(parameters, { whole: 99, one: "c", yes: true, other: 1 }), { whole: 9, one: "a", yes: true });
  assert.deepEqual(readValues(parameters, { whole: "4.4", yes: "true" }), { whole: 4, one: "a", yes: true });
  assert.deepEqual(readValues(parameters, { whole: Number.NaN }), { whole: 3, one: "a", yes: false });
});

test("the loader, the view and the documentation know every simulation and every parameter", () => {
  const loader = fs.readFileSync(path.join(FOLDER, "../islands/simulation.js"), "utf8");
  const docs = fs.readFileSync(DOCS, "utf8");
  for (const name of names) {
    assert.ok(loader.includes(`"${name}": () => import("../simulations/${name}.js")`), `islands/simulation.js: ${name}`);
    assert.ok(fs.readFileSync(path.join(FOLDER, `${name}.js`), "utf8").includes(`define("${name}"`), `${name}.js`);
    const section = docs.split(/^## /m).find((part) => part.startsWith(`${name}\n`));
    assert.ok(section, `docs/simulations.md: ## ${name}`);
    for (const key of Object.keys(truth[name])) assert.ok(section.includes(`| \`${key}\` |`), `docs/simulations.md: ${name} | ${key}`);
  }
});

test("a model draws nothing and asks for nothing: it imports only plain modules", () => {
  for (const name of names) {
    const source = fs.readFileSync(path.join(FOLDER, `${name}.model.js`), "utf8");
    const imports = [...source.matchAll(/from "(.*?)"/g)].map((match) => match[1]);
    for (const one of imports) assert.match(one, /^\.\/(random|[a-z-]+\.model)\.js$/, `${name}: ${one}`);
    assert.doesNotMatch(source, /\b(document|window|Math\.random|Date\.now|performance)\b\s*[.(]/, name);
  }
});
