"""The Flesch-Kincaid grade of a lesson, as Flesch counted: figures, signs and abbreviations as they are read aloud."""

from __future__ import annotations

import re
from typing import Final

ONES: Final = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
"""Syllables of zero to nineteen."""
SCALES: Final = ((10**12, 2), (10**9, 2), (10**6, 2), (1000, 2), (100, 2))
SIGNS: Final = {"%": 2, "×": 1, "=": 2, "+": 1, "−": 2, "/": 1, "≈": 2, "<": 2, ">": 2, "$": 2, "→": 1, "≤": 4, "≥": 5}
UNITS: Final = {"ms": 4, "s": 2, "h": 1, "min": 2, "km": 4, "µs": 4, "B": 1, "W": 1, "kW": 3, "MW": 3}
UNITS_OF_BYTES: Final = {f"{scale}{one}": 3 for scale in "kKMGTP" for one in "Bb"}
PIECE: Final = re.compile(r"\d[\d,]*(?:\.\d+)?|[A-Za-zµ]+(?:['’][A-Za-z]+)*|[%×=+−≈<>$→≤≥/]")
SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"(])")
LEAST_WORDS: Final = 8
"""A shorter paragraph is a label."""


def grade_of(markdown: str) -> float:
    """The grade of the running text of a lesson, without front matter, fences, tables, lists and headings."""
    sentences = [one for text in _paragraphs(markdown) for one in SENTENCE_END.split(text) if len(one.split()) > 1]
    words = [word for one in sentences for word in one.split() if PIECE.search(word)]
    syllables = sum(syllables_of(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _paragraphs(markdown: str) -> list[str]:
    body = markdown.split("---", 2)[2]
    body = re.sub(r"^```.*?^```\s*$", "", body, flags=re.DOTALL | re.MULTILINE)
    body = re.sub(r"^(\||:::|#|---).*$", "", body, flags=re.MULTILINE)
    body = re.sub(r"\$\$?[^$\n]*\$\$?(?=\W)", "", body) if "$$" in body else body
    body = re.sub(r"\[\[([^\]|]*\|)?|\]\]|\]\([^)]*\)|\[\^\d+\]|[\[*`>“”\"]", "", body)
    found = [text.strip() for text in re.split(r"\n\n+", body)]
    return [text for text in found if len(text.split()) >= LEAST_WORDS and not re.match(r"-|\d+\.", text)]


def syllables_of(word: str) -> int:
    """Of what stands between two spaces: `66.7` is read as sixty-six point seven, `TCP` as its letters."""
    total, after_number = 0, False
    for piece in PIECE.findall(word):
        if piece[0].isdigit():
            total += _number(piece)
        elif piece in SIGNS:
            total += SIGNS[piece]
        elif piece in UNITS_OF_BYTES or (piece in UNITS and (after_number or len(piece) > 1)):
            total += (UNITS | UNITS_OF_BYTES)[piece]
        elif piece.isupper() and 1 < len(piece) <= 5:
            total += sum(3 if letter == "W" else 1 for letter in piece)
        else:
            total += _spelled(piece)
        after_number = piece[0].isdigit()
    return total


def _number(digits: str) -> int:
    whole, _, fraction = digits.replace(",", "").partition(".")
    return _whole(int(whole)) + (1 + sum(ONES[int(digit)] for digit in fraction) if fraction else 0)


def _whole(value: int) -> int:
    if value < 20:
        return ONES[value]
    if value < 100:
        tens = 3 if value // 10 == 7 else 2
        return tens + (ONES[value % 10] if value % 10 else 0)
    size, name = next(one for one in SCALES if value >= one[0])
    return _whole(value // size) + name + (_whole(value % size) if value % size else 0)


def _spelled(word: str) -> int:
    """Groups of vowels, less a silent ending, and one more where two vowels are spoken apart."""
    word = word.lower()
    count = len(re.findall(r"[aeiouy]+", word))
    if count > 1 and word.endswith("e") and not word.endswith("le"):
        count -= 1
    if count > 1 and word.endswith("ed") and word[-3] not in "td":
        count -= 1
    if re.search(r"ia|io(?!n)|eo|ua|iu", word):
        count += 1
    return max(1, count)
