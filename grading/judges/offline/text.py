"""An answer as sentences of stems, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from grading.judges.offline.thesaurus import plain_stem
from grading.wordlists import read_words

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[a-zà-ÿ]+(?:['’][a-zà-ÿ]+)*|%")
_BULLET = re.compile(r"[ \t]*(?:[-*+•–—>]+|\(?\d{1,2}[.)]|\(?[a-z][.)])(?=[ \t])[ \t]*")
_END = re.compile(r"(?<=[.!?;])[\"')\]]*\s+")
_SCALE: Final = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000, "bn": 1_000_000_000}


@dataclass(frozen=True)
class Word:
    text: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    section: str
    number: int
    """Position in its section."""
    start: int
    end: int
    text: str
    words: tuple[Word, ...]
    text_start: int
    """Where `text` begins in its section; `start` and `end` are those of the first and last word."""


def words_of(text: str) -> list[Word]:
    """Lower-case words and numbers with their stems; `15k` and `15,000` are one number."""
    flat = text.lower() if text.isascii() else _lower(text)
    words: list[Word] = []
    for found in _WORD.finditer(flat):
        raw = found.group()
        if raw[0].isdigit():
            words.append(Word(raw, _number(raw, 1), found.start(), found.end()))
        elif words and raw in _SCALE and words[-1].end == found.start() and words[-1].text[0].isdigit():
            before = words.pop()
            words.append(Word(before.text + raw, _number(before.text, _SCALE[raw]), before.start, found.end()))
        else:
            plain = "percent" if raw == "%" else raw.replace("'", "").replace("’", "")
            words.append(Word(plain, plain_stem(plain), found.start(), found.end()))
    return words


def _lower(text: str) -> str:
    """Lower case without changing any position."""
    return "".join(low if len(low := unicodedata.normalize("NFKC", char).lower()) == 1 else char for char in text)


def _number(raw: str, scale: int) -> str:
    plain = raw.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", raw) else raw.replace(",", ".")
    try:
        value = float(plain) * scale
    except ValueError:  # a version such as 1.2.3
        return raw
    return f"{value:.6g}" if value < 1e15 else raw


def sentences_of(section: str, text: str) -> list[Sentence]:
    """The sentences of a section. Lines wrapped by hand are one sentence; a bullet begins a new one."""
    found: list[Sentence] = []
    for start, end in _blocks(text):
        at = start
        for piece in (*(m.span() for m in _END.finditer(text, start, end)), (end, end)):
            words = tuple(_shift(words_of(text[at : piece[0]]), at))
            if words:
                found.append(
                    Sentence(section, len(found), words[0].start, words[-1].end, text[at : piece[0]], words, at)
                )
            at = piece[1]
    return found


def _shift(words: list[Word], by: int) -> list[Word]:
    return [Word(one.text, one.stem, one.start + by, one.end + by) for one in words]


def _blocks(text: str) -> list[tuple[int, int]]:
    """Lines without their bullets, with hand-wrapped ones joined."""
    blocks: list[tuple[int, int]] = []
    at = 0
    last = ""
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        start = at + (bullet.end() if bullet else 0)
        if blocks and not bullet and _continues(last, line):
            blocks[-1] = (blocks[-1][0], at + len(line))
        elif line.strip():
            blocks.append((start, at + len(line)))
        last = line
        at += len(line) + 1
    return blocks


def _continues(before: str, line: str) -> bool:
    body = line.strip()
    return len(before) >= 60 and before.rstrip()[-1:] not in ".!?:;" and bool(body) and not body[0].isupper()


def count_function_words(words: tuple[Word, ...]) -> int:
    known = read_words("function_words")
    return sum(1 for word in words if word.text in known)
