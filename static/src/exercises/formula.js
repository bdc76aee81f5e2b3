/**
 * Evaluates and writes down the formulas of calculators; lessons/formulas.py parses them and does the same on the server.
 *
 * @typedef {number | string | any[]} Tree a number, a name, or [sign or function, ...operands]
 */

/** @type {Record<string, (...operands: number[]) => number>} */
const FUNCTIONS = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "**": (a, b) => a ** b,
  min: Math.min,
  max: Math.max,
  ceil: Math.ceil,
  floor: Math.floor,
  round: (a) => Math.floor(a + 0.5),
  sqrt: Math.sqrt,
  log2: Math.log2,
  log10: Math.log10,
  ln: Math.log,
  exp: Math.exp,
  abs: Math.abs,
};

/**
 * @param {Tree} tree
 * @param {Record<string, number>} values
 * @returns {number} NaN or an infinity where there is no value
 */
export function evaluate(tree, values) {
  if (typeof tree === "string") return values[tree];
  if (!Array.isArray(tree)) return tree;
  const [sign, ...operands] = tree;
  return FUNCTIONS[sign](...operands.map((operand) => evaluate(operand, values)));
}

/** @type {Record<string, number>} */
const PRIORITY = { "+": 1, "-": 1, "*": 2, "/": 2, "**": 3 };
/** @type {Record<string, string>} */
const SIGNS = { "*": " × ", "/": " / ", "+": " + ", "-": " − ", "**": "^" };

/**
 * @param {Tree} tree
 * @param {(part: string | number) => string} show how a name or a number is put down
 * @returns {string} such as `2,000 × 15`
 */
export function write(tree, show, outer = 0) {
  if (!Array.isArray(tree)) return show(tree);
  const [sign, ...operands] = tree;
  const own = PRIORITY[sign];
  if (!own) return `${sign}(${operands.map((operand) => write(operand, show)).join(", ")})`;
  const text =
    sign === "-" && operands[0] === 0
      ? `−${write(operands[1], show, own + 1)}`
      : write(operands[0], show, own + (sign === "**" ? 1 : 0)) +
        SIGNS[sign] +
        write(operands[1], show, own + (sign === "-" || sign === "/" ? 1 : 0));
  return own < outer ? `(${text})` : text;
}
