"""Formulas: TeX to MathML with Temml."""

from __future__ import annotations

import re
from functools import lru_cache

from lessons.compiler.engine import EngineError, call

MAX_LENGTH = 2_000


class MathError(ValueError):
    """What is wrong with a formula; the message says what was found."""


@lru_cache(maxsize=4096)
def to_mathml(tex: str, *, is_block: bool) -> str:
    """MathML without styles; raises MathError."""
    if len(tex) > MAX_LENGTH:
        raise MathError(f"a formula of {len(tex):,} characters")
    try:
        answer = call("renderMath", tex, is_block)
    except EngineError as error:
        raise MathError(f"a formula that exceeds its bounds ({error})") from None
    if "error" in answer:
        message = " ".join(answer["error"].replace("\u0332", "").split())
        raise MathError(f"a formula that can't be read ({message[:120]})")
    return re.sub(r' style="[^"]*"', "", answer["mathml"])
