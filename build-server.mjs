/**
 * Bundles what runs at publish time inside Python (diagrams and formulas) into static/server. It is no asset: no browser asks for it, so it has
 * no hash and lies apart from static/dist.
 */
import path from "node:path";
import * as esbuild from "esbuild";

const ROOT = import.meta.dirname;

await esbuild.build({
  entryPoints: [path.join(ROOT, "static", "src", "server", "content.js")],
  outfile: path.join(ROOT, "static", "server", "content.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
});
