"""Where a quote stands in an answer, if it really stands there.

A quote counts when its words occur in the answer in the same order, whatever the case, spacing, punctuation or Unicode
form. A word may differ only as a spelling slip: never a number, a negation or a comparison. What is kept is the
answer's own span, never the quote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from grading.wordlists import read_words

MIN_WORDS: Final = 4

_TOKEN = re.compile(
    r"""(?P<number>(?:(?<=^)|(?<=[\s(=×*/+:~≈<>]))[-−]?\d[\d,.]*\d|(?:(?<=^)|(?<=[\s(=×*/+:~≈<>]))[-−]?\d|\d[\d,.]*\d|\d)
    |(?P<word>[^\W\d_]+(?:['’ʼ][^\W\d_]+)*)
    |(?P<sign><=|>=|!=|==|[<>=≤≥≠≈~±%$€×+÷^√∞¬!])""",
    re.VERBOSE,
)
_ITEM = re.compile(r"^[ \t]*(?:[-*+•–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+", re.IGNORECASE)

_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FIXED: Final = read_words("never_a_slip")
_FIXED_ENDINGS: Final = ("bit", "bits", "byte", "bytes", "second", "seconds", "less", "free", "fold", "able", "ible")


class Token(NamedTuple):
    """A word, a number or a sign as it is compared, and where it stands."""

    text: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Span:
    """A place in one section: characters `start` to `end`."""

    start: int
    end: int
    text: str


def tokens_of(text: str) -> list[Token]:
    """The words, numbers and signs of a text, normalised, each with its place in the text as given."""
    return list(_tokens(text))


@lru_cache(maxsize=64)
def _tokens_of_answer(text: str) -> list[Token]:
    """A judge quotes the same few sections again and again. Callers only read the list."""
    return tokens_of(text)


def _tokens(text: str) -> Iterator[Token]:
    flat, places = _flatten(text)
    for found in _TOKEN.finditer(flat):
        kind = found.lastgroup or "word"
        yield Token(_plain(found.group(), kind), places[found.start()], places[found.end() - 1] + 1, kind)


def _flatten(text: str) -> tuple[str, list[int]]:
    """NFKC of each character with its combining marks, and for each resulting character its place in `text`."""
    if text.isascii():
        return text, list(range(len(text)))
    pieces: list[str] = []
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        piece = _compatible(text[start:end], text[start - 1 : start])
        pieces.append(piece)
        places.extend([start] * (len(piece) - 1) + [end - 1] if piece else [])
        start = end
    return "".join(pieces), places


def _compatible(piece: str, before: str) -> str:
    """NFKC, except that 10⁶ must not become 106, nor 1½ become 11⁄2."""
    flat = unicodedata.normalize("NFKC", piece)
    if piece in _RAISED:
        return flat if before in _RAISED and before else f"^{flat}"
    return f" {flat}" if len(piece) == 1 and unicodedata.category(piece) == "No" else flat


def _plain(raw: str, kind: str) -> str:
    if kind == "number":
        return _plain_number(raw)
    if kind == "sign":
        return {"<=": "≤", ">=": "≥", "!=": "≠", "==": "="}.get(raw, raw)
    return re.sub(r"['’ʼ]", "", raw).casefold()


def _plain_number(raw: str) -> str:
    """`1,500` and `1500` are the same number; `1.5` and `15` are not."""
    text = raw.replace("−", "-")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    return text


def locate(quote: str, text: str) -> Span | None:
    """The answer's own span for a quote, or None when it isn't there word for word (spelling slips aside).

    It must be at least four words or one whole list item.
    """
    wanted = tokens_of(quote)
    have = _tokens_of_answer(text)
    if not wanted or len(wanted) > len(have):
        return None
    at = _find_exact(wanted, have)
    if at is None:
        at = _find_with_slips(wanted, have)
    if at is None:
        return None
    found = have[at : at + len(wanted)]
    start, end = found[0].start, found[-1].end
    if sum(token.kind != "sign" for token in found) < MIN_WORDS and not is_whole_item(text, start, end):
        return None
    return Span(start, end, text[start:end])


def is_long_enough(text: str, start: int, end: int) -> bool:
    """Whether a span is at least four words or one whole list item."""
    return count_words(text[start:end]) >= MIN_WORDS or is_whole_item(text, start, end)


def count_words(text: str) -> int:
    return sum(1 for token in _tokens(text) if token.kind != "sign")


def is_whole_item(text: str, start: int, end: int) -> bool:
    """Whether a span is all the words of one list item, or of one line in a block of lines."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    line = text[line_start:line_end]
    if "\n" in line:
        return False
    bullet = _ITEM.match(line)
    body_start = line_start + (bullet.end() if bullet else 0)
    around = text[body_start:start] + text[end:line_end]
    if any(True for _ in _tokens(around)):
        return False
    return bullet is not None or _has_neighbour(text, line_start, line_end)


def _has_neighbour(text: str, line_start: int, line_end: int) -> bool:
    before = text[:line_start].rstrip(" \t").endswith("\n") and bool(text[: line_start - 1].split("\n")[-1].strip())
    after = text[line_end + 1 :].split("\n", 1)[0].strip() if line_end < len(text) else ""
    return before or bool(after)


def _find_exact(wanted: list[Token], have: list[Token]) -> int | None:
    first = wanted[0].text
    size = len(wanted)
    for at in range(len(have) - size + 1):
        if have[at].text == first and all(have[at + k].text == wanted[k].text for k in range(size)):
            return at
    return None


def _find_with_slips(wanted: list[Token], have: list[Token]) -> int | None:
    """Like exact, but up to one word in six may differ by a slip of the pen."""
    if len(wanted) < MIN_WORDS:
        return None
    vocabulary = {token.text for token in have}
    allowed = max(1, len(wanted) // 6)
    for at in range(len(have) - len(wanted) + 1):
        slips = 0
        for k, token in enumerate(wanted):
            other = have[at + k]
            if token.text == other.text:
                continue
            slips += 1
            if slips > allowed or token.text in vocabulary or not is_slip(token, other):
                break
        else:
            return at
    return None


def is_slip(one: Token, other: Token) -> bool:
    """Whether two words are one, once misspelled; never for numbers, negations, comparisons or units."""
    if one.kind != "word" or other.kind != "word" or min(len(one.text), len(other.text)) < 4:
        return False
    if one.text[0] != other.text[0]:  # un-, in-, de-, a- make the opposite, and slips rarely hit the first letter
        return False
    if one.text in _FIXED or other.text in _FIXED:
        return False
    if one.text.endswith(_FIXED_ENDINGS) != other.text.endswith(_FIXED_ENDINGS):
        return False
    limit = 1 if max(len(one.text), len(other.text)) < 9 else 2
    return OSA.distance(one.text, other.text, score_cutoff=limit) <= limit
