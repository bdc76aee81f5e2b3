"""Words that the course does without, and words that it still lacks. Both are mistakes with a line, like any other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.compiler.errors import ContentError

FILLER = (
    "it is important to note",
    "it's important to note",
    "it is worth noting",
    "in today's",
    "fast-paced",
    "delve",
    "seamless",
    "seamlessly",
    "leverage",
    "leveraging",
    "robust",
    "crucial",
    "cutting-edge",
    "game-changer",
    "in this lesson we will",
    "in this lesson, we will",
    "needless to say",
    "at the end of the day",
)
PATTERN = re.compile(r"\b(" + "|".join(re.escape(words) for words in FILLER) + r")\b", re.IGNORECASE)
MISSING = re.compile(r"\{\{write: ([^}]*)\}\}")
"""What `manage.py new` puts where an author has to write."""
TITLE = re.compile(r"- title:")
CODE_FENCE = re.compile(r"^\s*```\s*(\w*)")
PROSE_FENCES = {"quiz", "ordering", "matching", "estimate", "simulation", "scenario", "prompt", "lab", "mermaid"}


def find_filler(text: str, *, file: str) -> Iterator[ContentError]:
    """Banned words of a Markdown or YAML text, outside code and the titles of references, which are somebody else's."""
    in_code = in_fence = False
    for number, line in enumerate(text.splitlines(), 1):
        fence = CODE_FENCE.match(line)
        if fence:
            in_fence = not in_fence
            in_code = in_fence and fence.group(1) not in PROSE_FENCES
            continue
        if in_code or TITLE.match(line):
            continue
        for match in PATTERN.finditer(line):
            yield ContentError(file, number, f"“{match.group(0)}”", "the same thing said without filler")


def find_missing(text: str, *, file: str) -> Iterator[ContentError]:
    """What an author still has to write, by line."""
    for number, line in enumerate(text.split("\n"), 1):
        for match in MISSING.finditer(line):
            yield ContentError(file, number, "words still missing", match[1])
