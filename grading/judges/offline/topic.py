"""Whether an answer is about this system at all: good ideas for another one earn little here.

The rubric's own words tell: those that its hint groups use much and other designs seldom. A point counts in full where
such a word stands in or beside its sentence; and an answer most of whose points stand without any is about something
else. Only sentences that say a point are looked at, so that nothing added to an answer changes what the rest earns.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from grading.judges.offline.matching import read_phrase
from grading.judges.offline.parameters import PARAMETERS
from grading.judges.offline.text import Sentence
from grading.judges.offline.thesaurus import plain_stem
from grading.reshaded import COMMUNICATION
from grading.schemas import AnyRubric, rubric_digest
from grading.wordlists import read_counts, read_words

DESIGNS: Final = 32
"""So many were counted for the list of common words; a word that isn't listed stands in two at most."""
_GAP: Final = re.compile(r"\n[ \t]*\n")
BENEFIT: Final = 12
"""Few points say little of what an answer is about: so many more are taken to be near its topic."""
MIN_USES: Final = 3
MIN_TERMS: Final = 12
"""A rubric with fewer words of its own, such as a short scenario's, is too small to tell topics apart."""


def key_terms(rubric: AnyRubric, most: int) -> frozenset[str]:
    """Stems that tell this system from others, so many at most; empty where the rubric is too small."""
    return frozenset(_key_terms(rubric_digest(rubric), _Held(rubric))[:most])


class _Held:
    """The rubric beside its digest, which alone is compared."""

    def __init__(self, rubric: AnyRubric) -> None:
        self.rubric = rubric

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(maxsize=64)
def _key_terms(_: str, held: _Held) -> tuple[str, ...]:
    dull = {plain_stem(word) for word in read_words("function_words") | read_words("empty_words")}
    uses: Counter[str] = Counter()
    for key, step in held.rubric.steps.items():
        if key == COMMUNICATION.key:
            continue
        for group in (group for one in step.criteria for group in one.groups):
            uses.update({stem for text in group.any for stem in read_phrase(text).variants[0]})
    common = common_stems()
    weights = {
        stem: count * math.log(DESIGNS / common.get(stem, 2))
        for stem, count in uses.items()
        if count >= MIN_USES and stem.isalpha() and stem not in dull and common.get(stem, 2) <= PARAMETERS.term_designs
    }
    terms = sorted(weights, key=lambda stem: (-weights[stem], stem))
    return tuple(terms) if len(terms) >= MIN_TERMS else ()


@cache
def common_stems() -> dict[str, int]:
    counts: dict[str, int] = {}
    for word, count in read_counts("common_design_words").items():
        counts[plain_stem(word)] = max(count, counts.get(plain_stem(word), 0))
    return counts


@dataclass(frozen=True)
class Nearness:
    """Numbers of the sentences of a section."""

    near: frozenset[int]
    """Hold a key term, or stand beside one that does."""
    aside: frozenset[int]
    """Stand in a paragraph of some length that hardly holds any: it is about something else, as a whole."""

    def worth(self, number: int) -> float:
        if number in self.aside:
            return PARAMETERS.aside
        return 1.0 if number in self.near else PARAMETERS.off_topic

    def weight(self, number: int) -> float:
        """How much a sentence tells of what the answer is about: less where it may have been added."""
        return PARAMETERS.aside if number in self.aside else 1.0


def near_topic(sentences: list[Sentence], text: str, terms: frozenset[str]) -> Nearness:
    near: set[int] = set()
    aside: set[int] = set()
    for paragraph in _paragraphs(sentences, text):
        holding = [at for at, one in enumerate(paragraph) if holds_term(one, terms)]
        if len(paragraph) >= PARAMETERS.long_paragraph and len(holding) < PARAMETERS.paragraph_share * len(paragraph):
            aside |= {one.number for one in paragraph}
            continue
        near |= {paragraph[at].number for at in range(len(paragraph)) if not {at - 1, at, at + 1}.isdisjoint(holding)}
    return Nearness(frozenset(near), frozenset(aside))


def _paragraphs(sentences: list[Sentence], text: str) -> list[list[Sentence]]:
    found: list[list[Sentence]] = []
    for one in sentences:
        if not found or _GAP.search(text, found[-1][-1].end, one.start):
            found.append([])
        found[-1].append(one)
    return found


def holds_term(sentence: Sentence, terms: frozenset[str]) -> bool:
    return any(word.stem in terms for word in sentence.words)


@dataclass(frozen=True)
class Told:
    """A sentence with a point, as evidence of what the answer is about."""

    holds_term: bool
    is_near: bool
    weight: float


def topic_factor(sentences: list[Told]) -> float:
    """Up to 1, from the shares of the sentences with a point that hold a key term, and that stand near one."""
    if not sentences:
        return 1.0
    whole = sum(one.weight for one in sentences)
    holding = (sum(one.weight for one in sentences if one.holds_term) + 1) / (whole + 2)
    near = (sum(one.is_near for one in sentences) + BENEFIT) / (len(sentences) + BENEFIT)
    return min(
        _ramp(holding, PARAMETERS.topic_low, PARAMETERS.topic_high, PARAMETERS.topic_least),
        _ramp(near, PARAMETERS.near_low, PARAMETERS.near_high, PARAMETERS.near_least),
    )


def _ramp(share: float, low: float, high: float, least: float) -> float:
    return least + (1 - least) * max(0.0, min(1.0, (share - low) / (high - low)))
