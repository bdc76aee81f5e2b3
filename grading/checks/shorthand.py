"""What people leave out of a sum: a day, thousands, the whole of a share. Where one may be meant, nothing is wrong."""

from __future__ import annotations

import re
from typing import Final

_RATE: Final = re.compile(
    r"/\s?(?:s|sec|min|h|hour|day|week|month|year)\b|\b(?:per|an?)\s(?:second|minute|hour|day|week|month|year)\b|-s\b"
)
_SCALED: Final = re.compile(
    r"\d\s?(?:[kKMBTGP]|bn|thousand|million|billion|[kmgtpKMGTP]i?[bB])\b|\d,\d{3}|\de\d|\d{4,}|\^"
)
_PER_SCALE: Final = frozenset({" per million", " per thousand", " per billion", "/k", "/M"})
MOST_PERCENT: Final = 300.0
HIDDEN_SPREAD: Final = 0.06


def is_shorthand(left: str, equals: re.Match[str], result: re.Match[str], off: float) -> bool:
    """Whether the writer may have meant something that isn't written: a factor, a unit, or a conclusion."""
    tail = result.string[result.end() : result.end() + 20]
    is_conclusion = equals.group().strip().startswith(("->", "=>", "→"))
    is_of_hidden_whole = result["unit"] == "%" and off * float(result["number"].replace(",", "")) > MOST_PERCENT
    is_share_of = re.match(r"\s*(?:\w+\s+){0,2}(?:each|apiece)\b", tail) is not None or result["per"] in _PER_SCALE
    return (
        is_conclusion or is_of_hidden_whole or is_share_of or _hides_time(left, result, off) or _hides_scale(left, off)
    )


def _hides_time(left: str, result: re.Match[str], off: float) -> bool:
    """A day or a year that is only thought of: "12 opens x 1e9 = 139k/s"."""
    if _RATE.search(left) and not result["per"]:
        return True
    ratio = max(off, 1 / off)
    days = [86_400.0 * many for many in (1, 7, 30, 31, 365)]
    known = [*days, 24.0, 60.0, 3_600.0, 365.0] if result["per"] or _RATE.search(left) else days
    return any(abs(ratio / one - 1) <= HIDDEN_SPREAD for one in known)


def _hides_scale(left: str, off: float) -> bool:
    """ "75 x 5 = 375k": plain numbers, and all of them in thousands."""
    ratio = max(off, 1 / off)
    return not _SCALED.search(left) and any(abs(ratio / one - 1) <= HIDDEN_SPREAD for one in (1e3, 1e6, 1e9))
