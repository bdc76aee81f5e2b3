"""Hint phrases in sentences: words by stem, short form or synonym, close together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from grading.judges.offline.parameters import PARAMETERS
from grading.judges.offline.text import Sentence, Word, words_of
from grading.judges.offline.thesaurus import Stems, classes_of, plain_stem, variants_of
from grading.schemas import HintGroup
from grading.wordlists import read_words

GAP: Final = 2
"""So many other words may stand between two words of a phrase; between numbers and their words one fewer."""
SLIP_LETTERS: Final = 6
"""From this length on, a word may have one letter wrong."""
ROUNDED_FROM: Final = 1_000.0
"""Numbers from here on are often rounded; smaller ones are ports, codes and percentiles."""
Places = dict[int, list[int]]
"""Number of a sentence in the index → positions of the word in it."""


@dataclass(frozen=True)
class Hit:
    sentence: Sentence
    words: tuple[int, ...]
    """Positions of the matched words in the sentence."""
    has_own_negation: bool
    value: float = 1.0
    """1 for the phrase itself, less for synonyms or another order."""


@dataclass(frozen=True)
class Phrase:
    variants: tuple[Stems, ...]
    has_negation: bool
    is_ordered: bool


@lru_cache(maxsize=20_000)
def read_phrase(text: str) -> Phrase:
    words = words_of(text)
    kept = _without_skipped(words)
    denying = read_words("negation_cues") | read_words("soft_negation_cues") | {"exclud", "out"}
    fixed = read_words("order_words")
    return Phrase(
        variants=tuple(variants_of(tuple(word.stem for word in kept))),
        has_negation=any(word.text in denying or word.stem in denying for word in kept),
        is_ordered=any(word.text in fixed for word in kept) or any(word.text[0].isdigit() for word in kept),
    )


def _without_skipped(words: list[Word]) -> list[Word]:
    light = read_words("skipped_words")
    articles = {"a", "an", "the", "of"}
    heavy = [word for word in words if word.text not in light]
    return heavy if len(heavy) >= 2 else [word for word in words if word.text not in articles] or words


class Index:
    """Where each word stands in a list of sentences."""

    def __init__(self, sentences: Iterable[Sentence], known: frozenset[str] = frozenset()) -> None:
        self.sentences = list(sentences)
        self.stems: dict[str, Places] = {}
        self.classes: dict[str, Places] = {}
        self.numbers: list[tuple[float, str]] = []
        for number, sentence in enumerate(self.sentences):
            for at, word in enumerate(sentence.words):
                self.stems.setdefault(word.stem, {}).setdefault(number, []).append(at)
                for name in classes_of(word.stem):
                    self.classes.setdefault(name, {}).setdefault(number, []).append(at)
        self._join_neighbours(known)
        self._mend_slips(known)
        self.numbers = [(value, stem) for stem in self.stems if (value := _value(stem)) >= ROUNDED_FROM]
        self._exact: dict[str, Places] = {}
        self._alike: dict[str, Places] = {}

    def _join_neighbours(self, known: frozenset[str]) -> None:
        """`time out` is also `timeout` where a phrase says it so."""
        for number, sentence in enumerate(self.sentences):
            for at in range(len(sentence.words) - 1):
                one, other = sentence.words[at], sentence.words[at + 1]
                joined = plain_stem(one.text + other.text)
                if joined in known and joined not in {one.stem, other.stem}:
                    self.stems.setdefault(joined, {}).setdefault(number, []).append(at)

    def _mend_slips(self, known: frozenset[str]) -> None:
        """A word that nobody knows, one letter away from one that a phrase needs, is that word."""
        firm = read_words("never_a_slip")
        strange = [stem for stem in self.stems if len(stem) >= SLIP_LETTERS - 1 and stem not in known]
        by_start: dict[tuple[str, int], list[str]] = {}
        for stem in known:
            by_start.setdefault((stem[0], len(stem)), []).append(stem)
        for stem in strange:
            if stem[0].isdigit() or stem in firm or len(stem) < SLIP_LETTERS or classes_of(stem):
                continue
            near = (one for size in (-1, 0, 1) for one in by_start.get((stem[0], len(stem) + size), ()))
            meant = next((one for one in near if OSA.distance(stem, one, score_cutoff=1) <= 1), None)
            if meant is not None and meant not in firm:
                for number, places in self.stems[stem].items():
                    self.stems.setdefault(meant, {}).setdefault(number, []).extend(places)

    def find(self, group: HintGroup, *, is_strict: bool = False) -> list[Hit]:
        """Every sentence that says one of the group's phrases, with the words that say it, the best way first."""
        hits: list[Hit] = []
        for text in group.any:
            phrase = read_phrase(text)
            for stems in phrase.variants[: 1 if is_strict else None]:
                if stems:
                    hits.extend(self._find(phrase, stems, is_strict=is_strict))
        return hits

    def _find(self, phrase: Phrase, stems: Stems, *, is_strict: bool) -> list[Hit]:
        is_loose = len(stems) > 1 and not is_strict
        rows = [self._alike_places(stem) if is_loose else self._exact_places(stem) for stem in stems]
        rarest = min(rows, key=len)
        hits = []
        for number in rarest:
            if any(number not in row for row in rows):
                continue
            sentence = self.sentences[number]
            found = _in_order(sentence.words, [sorted(row[number]) for row in rows], stems)
            value = 1.0
            if found is None and is_loose and not phrase.is_ordered and len(stems) <= 3:
                found, value = _in_any_order([row[number] for row in rows]), PARAMETERS.other_order
            if found is None:
                continue
            if is_loose:
                swapped = sum(
                    number not in self._exact_places(stem) or at not in self._exact_places(stem)[number]
                    for stem, at in zip(stems, found, strict=True)
                )
                if swapped > len(stems) // 2:
                    continue
                value *= PARAMETERS.synonym**swapped
            hits.append(Hit(sentence, tuple(sorted(found)), phrase.has_negation, value))
        return hits

    def _exact_places(self, stem: str) -> Places:
        if stem not in self._exact:
            places = dict(self.stems.get(stem, {}))
            value = _value(stem)
            if value >= ROUNDED_FROM:
                for other, name in self.numbers:
                    if name != stem and abs(other / value - 1) <= PARAMETERS.rounding:
                        _add(places, self.stems[name])
            self._exact[stem] = places
        return self._exact[stem]

    def _alike_places(self, stem: str) -> Places:
        if stem not in self._alike:
            places = dict(self._exact_places(stem))
            for name in classes_of(stem):
                _add(places, self.classes.get(name, {}))
            self._alike[stem] = places
        return self._alike[stem]


def _add(places: Places, more: Places) -> None:
    for number, found in more.items():
        places[number] = sorted({*places.get(number, ()), *found})


def _value(stem: str) -> float:
    """A number's value; -1 for a word."""
    if not stem[:1].isdigit():
        return -1.0
    try:
        return float(stem)
    except ValueError:
        return -1.0


def _in_order(words: tuple[Word, ...], rows: list[list[int]], stems: Stems) -> tuple[int, ...] | None:
    """One position a row, in order and close together; None when there is no such place."""
    for start in rows[0]:
        found = [start]
        for stem, row in zip(stems[1:], rows[1:], strict=True):
            gap = GAP - 1 if stem[0].isdigit() or stems[0][0].isdigit() else GAP
            place = next((at for at in row if at > found[-1]), None)
            if place is None or _heavy_between(words, found[-1], place) > gap:
                break
            found.append(place)
        else:
            return tuple(found)
    return None


def _heavy_between(words: tuple[Word, ...], one: int, other: int) -> int:
    light = read_words("skipped_words")
    return sum(words[at].text not in light for at in range(one + 1, other))


def _in_any_order(rows: list[list[int]]) -> tuple[int, ...] | None:
    """One position a row, all within a few words; each word used once."""
    reach = len(rows) + GAP
    for start in rows[0]:
        found = [start]
        for row in rows[1:]:
            near = [at for at in row if abs(at - start) < reach and at not in found]
            if not near:
                break
            found.append(min(near, key=lambda at: abs(at - start)))
        else:
            if max(found) - min(found) < reach:
                return tuple(found)
    return None
