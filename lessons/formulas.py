"""The arithmetic of calculators: a formula becomes nested lists, which are evaluated the same way here and in the page.

`rate * mean_time` becomes `["*", "rate", "mean_time"]`: a number is itself, a name is a string, an operation is a list.
All arithmetic is in floats, so that `9**9**9` overflows at once instead of growing.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

MAX_LENGTH = 400
MAX_NODES = 120

Tree = float | str | list[Any]

OPERATORS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}


def _round_half_up(value: float) -> float:
    return math.floor(value + 0.5)


FUNCTIONS: Final[dict[str, tuple[Callable[..., float], int, int]]] = {
    "min": (min, 1, 8),
    "max": (max, 1, 8),
    "ceil": (math.ceil, 1, 1),
    "floor": (math.floor, 1, 1),
    "round": (_round_half_up, 1, 1),
    "sqrt": (math.sqrt, 1, 1),
    "log2": (math.log2, 1, 1),
    "log10": (math.log10, 1, 1),
    "ln": (math.log, 1, 1),
    "exp": (math.exp, 1, 1),
    "abs": (abs, 1, 1),
}
"""Name → function, least and most arguments."""


class FormulaError(ValueError):
    """What is wrong with a formula; the message says what was found."""


def parse_formula(text: str) -> Tree:
    """The tree of a formula; raises FormulaError."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"a formula of {len(text)} characters (at most {MAX_LENGTH})")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise FormulaError(f"“{text.strip()}”, which is not arithmetic") from None
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
        raise FormulaError(f"a formula of more than {MAX_NODES} parts")
    return _convert(tree)


def _convert(node: ast.expr) -> Tree:
    match node:
        case ast.Constant(value=int() | float() as value) if type(value) in {int, float} and abs(value) < 1e300:
            return float(value)
        case ast.Name(id=name):
            return name
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return ["-", 0.0, _convert(operand)]
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _convert(operand)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in OPERATORS:
            return [OPERATORS[type(operator)], _convert(left), _convert(right)]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            return [name, *_arguments(name, arguments)]
        case ast.Call(func=ast.Name(id=name)):
            raise FormulaError(f"the function `{name}`")
    raise FormulaError(f"`{ast.unparse(node)}`, which is not arithmetic")


def _arguments(name: str, arguments: list[ast.expr]) -> Iterator[Tree]:
    _, least, most = FUNCTIONS[name]
    if not least <= len(arguments) <= most:
        raise FormulaError(f"`{name}` with {len(arguments)} arguments")
    return map(_convert, arguments)


def names_in(tree: Tree) -> set[str]:
    if isinstance(tree, str):
        return {tree}
    return set().union(*(names_in(part) for part in tree[1:])) if isinstance(tree, list) else set()


def evaluate(tree: Tree, values: Mapping[str, float]) -> float:
    """The value of a tree; raises FormulaError where there is none (division by zero, overflow, a root of -1)."""
    try:
        result = _evaluate(tree, values)
    except (ArithmeticError, ValueError):
        raise FormulaError("a division by zero, or a number that is too large") from None
    if not math.isfinite(result):
        raise FormulaError("a division by zero, or a number that is too large")
    return result


def _evaluate(tree: Tree, values: Mapping[str, float]) -> float:
    if isinstance(tree, str):
        return float(values[tree])
    if not isinstance(tree, list):
        return tree
    operands = [_evaluate(part, values) for part in tree[1:]]
    match tree[0]:
        case "+":
            return operands[0] + operands[1]
        case "-":
            return operands[0] - operands[1]
        case "*":
            return operands[0] * operands[1]
        case "/":
            return operands[0] / operands[1]
        case "**":
            return math.pow(operands[0], operands[1])
    return float(FUNCTIONS[tree[0]][0](*operands))


PRIORITY: Final = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 3}
SIGNS: Final = {"*": " × ", "/": " / ", "+": " + ", "-": " − ", "**": "^"}


def write(tree: Tree, show: Callable[[str | float], str], outer: int = 0) -> str:
    """The formula as people write it, each name and number put down by `show`: `2,000 × 15`."""
    if not isinstance(tree, list):
        return show(tree)
    sign, operands = tree[0], tree[1:]
    if sign not in PRIORITY:
        return f"{sign}({', '.join(write(part, show) for part in operands)})"
    own = PRIORITY[sign]
    if sign == "-" and operands[0] == 0.0:
        text = f"−{write(operands[1], show, own + 1)}"
    else:
        # The right side of - and / keeps its brackets, and so does the left side of **.
        left = write(operands[0], show, own + (sign == "**"))
        text = f"{left}{SIGNS[sign]}{write(operands[1], show, own + (sign in '-/'))}"
    return f"({text})" if own < outer else text
