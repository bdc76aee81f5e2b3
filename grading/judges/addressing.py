"""Text that speaks to the grader instead of designing a system. It earns nothing, whichever judge reads it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from grading.judges.offline.text import sentences_of
from grading.wordlists import read_phrases


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in read_phrases("addressing")), re.IGNORECASE)


def is_addressed_to_grader(sentence: str) -> bool:
    return _pattern().search(sentence) is not None


@lru_cache(maxsize=512)
def count_addressed(text: str) -> int:
    """How many sentences of a text speak to the grader. Every step of a run asks for the same texts."""
    if not is_addressed_to_grader(text):
        return 0
    return sum(is_addressed_to_grader(sentence.text) for sentence in sentences_of("", text))
