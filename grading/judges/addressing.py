"""Text that speaks to the grader instead of designing a system. It earns nothing, whichever judge reads it."""

from __future__ import annotations

import re
from functools import cache

from grading.wordlists import read_phrases


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in read_phrases("addressing")), re.IGNORECASE)


def is_addressed_to_grader(sentence: str) -> bool:
    return _pattern().search(sentence) is not None
