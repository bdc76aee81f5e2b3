/**
 * Diagrams and formulas at publish time: bundled by build-server.mjs, run in QuickJS by lessons/compiler/engine.py, never sent to a browser.
 * Both functions take and return JSON texts, and answer a mistake as `{error, line}` instead of throwing.
 */
import { register, render } from "pele/core";
import classDiagram from "pele/diagrams/class";
import er from "pele/diagrams/er";
import flowchart from "pele/diagrams/flowchart";
import sequence from "pele/diagrams/sequence";
import state from "pele/diagrams/state";
import temml from "temml";
import { measurer } from "./metrics.js";

register(flowchart, sequence, state, classDiagram, er);

const DIAGRAM_OPTIONS = {
  measurer,
  fontSize: 14,
  links: false,
  images: false,
  limit: 20_000,
  outputLimit: 400_000,
  maxEdges: 120,
  config: { flowchart: { rankSpacing: 24, nodeSpacing: 24 } },
};

/** @param {string} source */
globalThis.renderDiagram = (source) => {
  try {
    const { svg, width, height, type } = render(source, DIAGRAM_OPTIONS);
    return JSON.stringify({ svg, width, height, type });
  } catch (error) {
    return JSON.stringify({ error: String(error.message), line: error.line ?? 1 });
  }
};

/** @param {string} tex @param {boolean} isBlock */
globalThis.renderMath = (tex, isBlock) => {
  try {
    const options = { displayMode: isBlock, throwOnError: true, trust: false, strict: true, maxExpand: 200, maxSize: [10, 50] };
    return JSON.stringify({ mathml: temml.renderToString(tex, options) });
  } catch (error) {
    return JSON.stringify({ error: String(error.message) });
  }
};
