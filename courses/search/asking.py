"""From what somebody typed to hits with their words marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache, partial

import tantivy
from rapidfuzz.distance import DamerauLevenshtein
from snowballstemmer import stemmer

from courses.search.index import schema, search_store

MAX_QUERY = 120
MAX_WORDS = 8
FETCHED = 40
A_PAGE = 3
"""Hits of one page at most: a long lesson doesn't fill the list."""
EXCERPT = 180
"""Characters of an excerpt."""

FORGIVES_ONE = 4
FORGIVES_TWO = 8
"""Letters from which a word may hold one or two typing slips."""

WORD = re.compile(r"\w+")
STOP = re.compile(
    r"a|an|and|are|as|at|be|by|do|does|for|from|how|i|in|is|it|of|on|or|the|to|vs|what|when|which|why|with"
)
NAMED_BOOST = 2.0
"""For a place whose title is just what was typed."""
KIND_BOOST = {"term": 1.5, "lesson": 1.4, "interview": 1.3, "module": 1.1}


@dataclass(frozen=True)
class Piece:
    text: str
    is_match: bool


@dataclass(frozen=True)
class Hit:
    kind: str
    where: str
    url: str
    title: list[Piece]
    excerpt: list[Piece] = field(repr=False)


@dataclass(frozen=True)
class Found:
    query: str
    """As searched: cut to MAX_QUERY characters."""
    hits: list[Hit]
    is_loose: bool
    """True when no place has all the words, and these hold some of them."""


def search(text: str, *, limit: int = 20) -> Found:
    """The best places for what was typed; the last word may be unfinished. Never raises for odd input."""
    text = " ".join(text.split())[:MAX_QUERY]
    words = _words(text)
    searcher = search_store().searcher()
    if searcher is None or not words:
        return Found(text, [], is_loose=False)
    rows = _run(searcher, words, tantivy.Occur.Must)
    is_loose = not rows and len(words) > 1
    if is_loose:
        rows = _run(searcher, words, tantivy.Occur.Should)
    return Found(text, _hits(rows, _Matcher(words), limit), is_loose=is_loose and bool(rows))


def _words(text: str) -> list[str]:
    words = [word.lower() for word in WORD.findall(text)][:MAX_WORDS]
    return [word for word in words if not STOP.fullmatch(word)] or words


def _run(searcher: tantivy.Searcher, words: list[str], occur: tantivy.Occur) -> list[dict[str, str]]:
    last = len(words) - 1
    parts = [(occur, _word_query(word, is_last=index == last)) for index, word in enumerate(words)]
    if len(words) > 1:
        parts += [(tantivy.Occur.Should, query) for query in _phrase_queries(words)]
    found = searcher.search(tantivy.Query.boolean_query(parts), FETCHED)
    rows = []
    for score, address in found.hits:
        row = {name: values[0] for name, values in searcher.doc(address).to_dict().items()}
        is_named = _is_named(_words(row["title"]), words)
        rows.append((score * KIND_BOOST.get(row["kind"], 1.0) * (NAMED_BOOST if is_named else 1.0), row))
    return [row for _, row in sorted(rows, key=lambda pair: -pair[0])]


def _is_named(title: list[str], words: list[str]) -> bool:
    return len(title) == len(words) and all(map(partial(_is_same, is_last=False), title, words))


def _word_query(word: str, *, is_last: bool) -> tantivy.Query:
    """Exact beats stem beats unfinished beats mistyped; a title beats the text."""
    query, stem = tantivy.Query, _stem(word)
    ways = [
        (query.term_query(schema(), "title", word), 6.0),
        (query.term_query(schema(), "text", word), 2.0),
        (query.term_query(schema(), "title_stems", stem), 4.0),
        (query.term_query(schema(), "text_stems", stem), 1.5),
    ]
    if is_last and len(word) > 1:
        ways += [
            (query.regex_query(schema(), "title", f"{word}.*"), 2.5),
            (query.regex_query(schema(), "text", f"{word}.*"), 0.6),
        ]
    slips = _slips(word)
    if slips:
        ways += [
            (query.fuzzy_term_query(schema(), "title", word, distance=slips, prefix=is_last), 0.8),
            (query.fuzzy_term_query(schema(), "text", word, distance=slips), 0.2),
        ]
    return query.disjunction_max_query([query.boost_query(way, boost) for way, boost in ways], 0.2)


def _phrase_queries(words: list[str]) -> list[tantivy.Query]:
    stems = [_stem(word) for word in words]
    phrases = [
        (tantivy.Query.phrase_query(schema(), "title_stems", list(stems), slop=1), 3.0),
        (tantivy.Query.phrase_query(schema(), "text_stems", list(stems), slop=1), 1.5),
    ]
    return [tantivy.Query.boost_query(phrase, boost) for phrase, boost in phrases]


def _slips(word: str) -> int:
    if word.isdigit() or len(word) < FORGIVES_ONE:
        return 0
    return 2 if len(word) >= FORGIVES_TWO else 1


def _hits(rows: list[dict[str, str]], matcher: _Matcher, limit: int) -> list[Hit]:
    hits: list[Hit] = []
    pages: dict[str, int] = {}
    for row in rows:
        page = row["url"].partition("#")[0] if row["kind"] in {"lesson", "section"} else row["url"]
        pages[page] = pages.get(page, 0) + 1
        if pages[page] <= A_PAGE and len(hits) < limit:
            hits.append(_hit(row, matcher))
    return hits


def _hit(row: dict[str, str], matcher: _Matcher) -> Hit:
    return Hit(
        kind=row["kind"],
        where=row["where"],
        url=row["url"],
        title=_parted(row["title"], matcher.spans(row["title"])),
        excerpt=_excerpt(row["text"], matcher),
    )


def _excerpt(text: str, matcher: _Matcher) -> list[Piece]:
    """The stretch of EXCERPT characters that holds most of the words, cut at spaces."""
    spans = matcher.spans(text)
    starts = [start for start, _, _ in spans] or [0]
    best = max(starts, key=lambda at: (len({word for start, _, word in spans if at <= start < at + EXCERPT}), -at))
    start = 0 if best < EXCERPT // 3 else text.rfind(" ", 0, best - EXCERPT // 6) + 1
    end = len(text) if len(text) <= start + EXCERPT else text.rfind(" ", start, start + EXCERPT)
    end = end if end > start else start + EXCERPT
    inside = [(first - start, last - start, word) for first, last, word in spans if start <= first and last <= end]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return (
        [Piece(before, False)] * bool(before) + _parted(text[start:end], inside) + [Piece(after, False)] * bool(after)
    )


class _Matcher:
    """Which typed word a word of a text stands for; looks each word up once a search."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self._known: dict[str, str] = {}

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """Where typed words stand in the text: start, end, which."""
        spans = []
        for match in WORD.finditer(text):
            typed = self._known.get(match[0])
            if typed is None:
                typed = self._known[match[0]] = self._typed(match[0].lower())
            if typed:
                spans.append((match.start(), match.end(), typed))
        return spans

    def _typed(self, word: str) -> str:
        """Empty for a word that nobody asked for."""
        last = self.words[-1]
        return next((one for one in self.words if _is_same(word, one, is_last=one == last)), "")


def _is_same(found: str, asked: str, *, is_last: bool) -> bool:
    if found == asked or (is_last and len(asked) > 1 and found.startswith(asked)) or _stem(found) == _stem(asked):
        return True
    slips = _slips(asked)
    return (
        bool(slips) and found[0] == asked[0] and DamerauLevenshtein.distance(found, asked, score_cutoff=slips) <= slips
    )


def _parted(text: str, spans: list[tuple[int, int, str]]) -> list[Piece]:
    pieces, at = [], 0
    for start, end, _ in spans:
        pieces += [Piece(text[at:start], is_match=False), Piece(text[start:end], is_match=True)]
        at = end
    pieces.append(Piece(text[at:], is_match=False))
    return [piece for piece in pieces if piece.text]


_english = stemmer("english")


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_english.stemWord(word))
