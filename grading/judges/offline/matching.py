"""Hint phrases in sentences: word by word on stems, in order, within a small window."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from grading.judges.offline.text import Sentence, Word, words_of
from grading.schemas import HintGroup
from grading.wordlists import read_words

GAP: Final = 2
"""So many other words may stand between two words of a phrase; between numbers and their words one fewer."""


@dataclass(frozen=True)
class Hit:
    sentence: Sentence
    words: tuple[int, ...]
    """Positions of the matched words in the sentence."""
    has_own_negation: bool


@dataclass(frozen=True)
class Phrase:
    stems: tuple[str, ...]
    has_negation: bool


@lru_cache(maxsize=20_000)
def read_phrase(text: str) -> Phrase:
    skipped = read_words("skipped_words")
    words = words_of(text)
    kept = [word for word in words if word.text not in skipped] or words
    denying = read_words("negation_cues") | read_words("soft_negation_cues") | {"exclud", "out"}
    return Phrase(tuple(word.stem for word in kept), any(word.text in denying or word.stem in denying for word in kept))


class Index:
    """Where each stem stands in a list of sentences."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.places: dict[str, list[tuple[Sentence, int]]] = {}
        for sentence in sentences:
            for at, word in enumerate(sentence.words):
                self.places.setdefault(word.stem, []).append((sentence, at))

    def find(self, group: HintGroup) -> list[Hit]:
        """Every sentence that says one of the group's phrases, with the words that say it."""
        hits: list[Hit] = []
        for text in group.any:
            phrase = read_phrase(text)
            if not phrase.stems:
                continue
            for sentence, at in self.places.get(phrase.stems[0], ()):
                words = follow(sentence.words, at, phrase.stems)
                if words is not None:
                    hits.append(Hit(sentence, words, phrase.has_negation))
        return hits


def follow(words: tuple[Word, ...], at: int, stems: tuple[str, ...]) -> tuple[int, ...] | None:
    """Positions of all stems from `at` on, in order and close together; None when they aren't."""
    skipped = read_words("skipped_words")
    found = [at]
    for stem in stems[1:]:
        gap = GAP - 1 if stem[0].isdigit() or stems[0][0].isdigit() else GAP
        place = found[-1] + 1
        while place < len(words) and words[place].stem != stem:
            gap -= words[place].text not in skipped
            if gap < 0:
                return None
            place += 1
        if place >= len(words):
            return None
        found.append(place)
    return tuple(found)
