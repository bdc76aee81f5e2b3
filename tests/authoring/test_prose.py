"""Words that say nothing."""

from __future__ import annotations

import pytest

from authoring.prose import find_filler


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A plain line.\nA robust line.", [2]),
        ("- title: Robust Search\n  authors: A robust group", [2]),
        ("```python\nrobust = 1\n```\nText.", []),
        ("```quiz\nprompt: Which is robust?\n```", [2]),
    ],
)
def test_filler_is_found_in_our_words_alone(text: str, lines: list[int]) -> None:
    assert [error.line for error in find_filler(text, file="x.md")] == lines
