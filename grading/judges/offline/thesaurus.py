"""Words that stand for each other: short forms and other spellings everywhere, synonyms inside longer phrases only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from grading.judges.offline.stemming import stem_of
from grading.wordlists import read_classes

MAX_VARIANTS: Final = 12
Stems = tuple[str, ...]


@dataclass(frozen=True)
class Thesaurus:
    one_word: dict[str, str]
    """Stem → the stem that stands for all of its short forms."""
    classes: dict[str, frozenset[str]]
    """Stem → its classes of synonyms; a word may stand in several."""
    phrases: dict[Stems, tuple[Stems, ...]]
    """Some words in a row → what may stand in their place, in phrases of any length."""
    loose: dict[Stems, tuple[Stems, ...]]
    """The same for synonyms, which need another word beside them."""


@cache
def thesaurus() -> Thesaurus:
    short = [[_stems(one) for one in members] for members in read_classes("short_forms")]
    one_word = {one[0]: members[0][0] for members in short for one in members if len(one) == 1 == len(members[0])}
    alike = [[tuple(one_word.get(stem, stem) for stem in one) for one in members] for members in short]
    synonyms = [
        [tuple(one_word.get(stem, stem) for stem in _stems(one)) for one in members]
        for members in read_classes("synonyms")
    ]
    classes: dict[str, set[str]] = {}
    for members in synonyms:
        for one in members:
            if len(one) == 1:
                classes.setdefault(one[0], set()).add("~" + members[0][0])
    return Thesaurus(
        one_word, {stem: frozenset(names) for stem, names in classes.items()}, _swaps(alike), _swaps(synonyms)
    )


def _stems(text: str) -> Stems:
    return tuple(stem_of(word) for word in text.replace("-", " ").replace("'", "").split())


def _swaps(classes: list[list[Stems]]) -> dict[Stems, tuple[Stems, ...]]:
    """For classes with a member of several words: each member → the others, one word for all the single ones."""
    swaps: dict[Stems, tuple[Stems, ...]] = {}
    for members in classes:
        if all(len(one) == 1 for one in members):
            continue
        several = [one for one in dict.fromkeys(members) if len(one) > 1]
        single = next((one for one in members if len(one) == 1), None)
        for one in dict.fromkeys(members):
            others = [other for other in several if other != one]
            if len(one) > 1 and single is not None:
                others.append(single)
            swaps[one] = (*swaps.get(one, ()), *others)
    return swaps


@lru_cache(maxsize=50_000)
def plain_stem(word: str) -> str:
    """The stem of a word, the same one for all of its short forms and spellings."""
    stem = stem_of(word)
    return thesaurus().one_word.get(stem, stem)


def classes_of(stem: str) -> frozenset[str]:
    return thesaurus().classes.get(stem, frozenset())


def variants_of(stems: Stems) -> list[Stems]:
    """The phrase itself, and with one piece of it said in another number of words."""
    found: dict[Stems, None] = {stems: None}
    for size in range(1, len(stems) + 1):
        for at in range(len(stems) - size + 1):
            piece = stems[at : at + size]
            others = thesaurus().phrases.get(piece, ())
            if size < len(stems):
                others += thesaurus().loose.get(piece, ())
            for other in others:
                found.setdefault((*stems[:at], *other, *stems[at + size :]))
    return list(found)[:MAX_VARIANTS]
