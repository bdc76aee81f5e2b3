"""What a reader meets in modules 3 to 15: enough to do, a readable text, no two openings alike."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.content.reading_aloud import grade_of, syllables_of

MODULES = Path(__file__).resolve().parent.parent.parent / "content" / "openai-system-design" / "modules"
LESSONS = sorted(
    (path for path in MODULES.glob("*/*.md") if 3 <= int(path.parent.name[:2]) <= 15),
    key=lambda path: (path.parent.name, path.name),
)
EXERCISE = re.compile(r"^```(?:quiz|estimate|simulation|ordering|matching|scenario|prompt|lab)\b", re.MULTILINE)


def names(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", LESSONS, ids=names)
def test_a_lesson_is_readable(path: Path) -> None:
    assert 8 <= round(grade_of(path.read_text(encoding="utf-8"))) <= 13


@pytest.mark.parametrize("path", LESSONS, ids=names)
def test_a_lesson_has_two_exercises_at_least(path: Path) -> None:
    assert len(EXERCISE.findall(path.read_text(encoding="utf-8"))) >= 2


def test_no_two_lessons_in_a_row_open_with_the_same_words() -> None:
    def opening(path: Path) -> list[str]:
        body = path.read_text(encoding="utf-8").split("---", 2)[2]
        return re.findall(r"[\w’']+", body)[:2]

    assert [str(two) for one, two in pairwise(LESSONS) if opening(one) == opening(two)] == []


@pytest.mark.parametrize(
    ("word", "count"), [("66.7", 6), ("2,000", 3), ("TCP", 3), ("queue", 1), ("served", 1), ("22", 3), ("ms", 4)]
)
def test_words_have_the_syllables_of_their_reading(word: str, count: int) -> None:
    assert syllables_of(word) == count
