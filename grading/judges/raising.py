"""Who raised a point first: the candidate, or the interviewer whose words the candidate took up.

A point is what its evidence says: the ideas of the criterion's hint groups in the quotes, or, where they hold none, the
quotes' own telling words. It is the interviewer's when a turn of theirs says it before the candidate does. Turns stand
in their order; what was written into a section has no time of its own and counts as said at the end of its step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from grading.judges.answer import TALK, Answer
from grading.judges.offline.matching import Index
from grading.judges.offline.text import Sentence, sentences_of, words_of
from grading.reshaded import ROOM_KEYS
from grading.schemas import Criterion
from grading.wordlists import read_words

CANDIDATE: Final = "candidate"
INTERVIEWER: Final = "interviewer"
SHARED_WORDS: Final = 0.5
"""A turn says what a quote says when it holds this share of its telling words, and two at least."""
AT_THE_END: Final = len(ROOM_KEYS)
Moment = tuple[int, int, int]
"""Position of the step, of the turn in it (sections after all turns), and its time."""


def who_raised(criterion: Criterion, evidence: Sequence[Mapping[str, Any]], answer: Answer) -> str:
    """`candidate` or `interviewer`; empty without a dialogue or without a quote."""
    quotes = [spot for spot in evidence if spot.get("section")]
    if not answer.transcript or not quotes:
        return ""
    is_said = _Point(criterion, [str(spot["text"]) for spot in quotes])
    theirs = [_moment(turn) for turn in _turns(answer, INTERVIEWER) if is_said(str(turn.get("text", "")))]
    own = [_moment(turn) for turn in _turns(answer, CANDIDATE) if is_said(str(turn.get("text", "")))]
    own += [_end_of(key) for key, text in answer.sections.items() if is_said(text)]
    own += [_end_of(str(spot["section"])) for spot in quotes if spot["section"] != TALK]
    return INTERVIEWER if theirs and min(theirs) < min(own, default=_end_of(TALK)) else CANDIDATE


class _Point:
    """Whether a text says what the quotes say."""

    def __init__(self, criterion: Criterion, quotes: list[str]) -> None:
        sentences = _sentences(quotes)
        self.groups = [group for group in criterion.groups if Index(sentences).find(group)]
        self.words = [_telling(quote) for quote in quotes]

    def __call__(self, text: str) -> bool:
        if self.groups:
            index = Index(sentences_of("", text))
            return any(index.find(group) for group in self.groups)
        said = _telling(text)
        return any(len(said & words) >= max(2, SHARED_WORDS * len(words)) for words in self.words if words)


def _sentences(texts: Iterable[str]) -> list[Sentence]:
    return [sentence for text in texts for sentence in sentences_of("", text)]


def _telling(text: str) -> set[str]:
    dull = read_words("function_words") | read_words("empty_words")
    return {word.stem for word in words_of(text) if word.text not in dull}


def _turns(answer: Answer, who: str) -> list[Mapping[str, Any]]:
    return [turn for turn in answer.transcript if turn.get("who") == who]


def _moment(turn: Mapping[str, Any]) -> Moment:
    return _position(str(turn.get("step", ""))), 0, int(turn.get("at_ms") or 0)


def _end_of(section: str) -> Moment:
    return _position(section), 1, 0


def _position(step: str) -> int:
    return ROOM_KEYS.index(step) if step in ROOM_KEYS else AT_THE_END
