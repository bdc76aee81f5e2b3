"""Red flags: what a sentence proposes or keeps, not what it mentions, doubts or rejects."""

from __future__ import annotations

from typing import Any

from grading.judges.offline.reading import Reading, matches_all
from grading.judges.offline.text import Sentence
from grading.schemas import AnyRubric
from grading.wordlists import read_words

REACH = 6


def raise_flags(rubric: AnyRubric, reading: Reading, sections: list[str]) -> list[dict[str, Any]]:
    """[{id, evidence}] for each flag with a sentence in these sections that says all of its groups and means it."""
    raised = []
    for flag in rubric.red_flags:
        spans = [
            {"section": one.section, "start": one.start, "end": one.end, "text": one.text.strip()}
            for section in sections
            for one in reading.sentences.get(section, [])
            if _proposes(one, flag.groups)
        ]
        if spans:
            raised.append({"id": flag.id, "evidence": spans[:2]})
    return raised


def _proposes(sentence: Sentence, groups: list[Any]) -> bool:
    hits = matches_all(groups, sentence)
    if not hits or sentence.text.rstrip().endswith("?"):
        return False
    doubts = read_words("doubt_cues")
    first = min(hit.words[0] for hit in hits)
    last = max(hit.words[-1] for hit in hits)
    inside = {at for hit in hits for at in hit.words}
    around = range(max(0, first - REACH), min(len(sentence.words), last + REACH + 1))
    return not any(sentence.words[at].text in doubts for at in around if at not in inside)
