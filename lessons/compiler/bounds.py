"""How much a lesson may hold: far above what anybody writes, and low enough that hostile text costs bounded time.

Brackets are the costly ones: the parser looks for the end of a link from each of them.
"""

from __future__ import annotations

from typing import Final

from lessons.compiler.errors import ContentErrors

MAX_BYTES: Final = 150_000
MAX_LINE: Final = 5_000
MAX_LINES: Final = 4_000
MAX_OF_SIGN: Final = {"$": 2_000, "[": 4_000, "&": 4_000, "|": 8_000} | dict.fromkeys("*_`\"'<#{\\", 12_000)
MAX_BRACKETS_A_BLOCK: Final = 400


def check_bounds(body: str, *, file: str, first_line: int) -> None:
    """Raises ContentErrors for a body that no author wrote."""
    size = len(body.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise ContentErrors.of(file, first_line, f"a lesson of {size:,} bytes", f"at most {MAX_BYTES:,} bytes")
    if (lines := body.count("\n")) > MAX_LINES:
        raise ContentErrors.of(file, first_line, f"{lines:,} lines", f"at most {MAX_LINES:,} in a lesson")
    for sign, most in MAX_OF_SIGN.items():
        if (count := body.count(sign)) > most:
            raise ContentErrors.of(file, first_line, f"{count:,} times `{sign}`", f"at most {most:,} in a lesson")
    brackets = 0
    for number, line in enumerate(body.split("\n"), first_line):
        brackets = brackets + line.count("[") if line.strip() else 0
        if len(line) > MAX_LINE:
            raise ContentErrors.of(file, number, f"a line of {len(line):,} characters", f"at most {MAX_LINE:,}")
        if brackets > MAX_BRACKETS_A_BLOCK:
            expected = f"at most {MAX_BRACKETS_A_BLOCK} between two empty lines"
            raise ContentErrors.of(file, number, f"more than {MAX_BRACKETS_A_BLOCK} times `[`", expected)
