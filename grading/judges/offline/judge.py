"""One step of an answer, estimated by checklist."""

from __future__ import annotations

import math
from typing import Any, Final

from grading.evidence import is_long_enough
from grading.judges.answer import (
    FOUND,
    NOTHING,
    PARTLY,
    Answer,
    CriterionOutcome,
    StepOutcome,
    criteria_of,
    other_sections,
    own_sections,
)
from grading.judges.offline.depth import DEFAULT, NAMES, has_depth
from grading.judges.offline.flags import raise_flags
from grading.judges.offline.parameters import PARAMETERS
from grading.judges.offline.reading import DIAGRAM, Reading, Said, read_answer
from grading.judges.offline.text import Sentence, words_of
from grading.judges.raising import who_raised
from grading.schemas import AnyRubric, Criterion, Depth
from grading.scoring import band_of

MAX_EVIDENCE: Final = 3
DIAGRAM_STEP: Final = "high_level_design"


def judge_step(rubric: AnyRubric, step: str, answer: Answer) -> StepOutcome:
    """Bands for the criteria of a step, each with the sentences that it rests on; the same whenever it is asked."""
    reading = read_answer(rubric, answer)
    places = _places(step, answer, reading)
    criteria = [_judge_criterion(one, reading, places, answer) for one in criteria_of(rubric, step, answer)]
    own = own_sections(step, answer) if step in answer.texts else []
    return StepOutcome(criteria, raise_flags(rubric, reading, own), list(reading.notes))


def _places(step: str, answer: Answer, reading: Reading) -> dict[str, float]:
    """Section → what a point made there is worth for this step."""
    own = own_sections(step, answer)
    usable = sum(reading.own_words.get(key, 0) for key in own)
    written = sum(len(words_of(answer.texts[key])) for key in own)
    elsewhere = PARAMETERS.elsewhere if usable >= PARAMETERS.thin_words else PARAMETERS.elsewhere_thin
    if usable < 2 * PARAMETERS.thin_words and usable < PARAMETERS.own_share * written:
        # Left empty is one thing; filled with a copy of another section, or with text for the grader, is another.
        elsewhere = 0.0
    places = dict.fromkeys(other_sections(step, answer), elsewhere) | dict.fromkeys(own, 1.0)
    return places | ({DIAGRAM: 1.0} if step == DIAGRAM_STEP else {})


def _judge_criterion(
    criterion: Criterion, reading: Reading, places: dict[str, float], answer: Answer
) -> CriterionOutcome:
    said = [one for one in reading.said[criterion.id] if one.sentence.section in places]
    looks_for = tuple(criterion.looks_for) or DEFAULT
    stated = _values(said, places, named=False)
    named = _values(said, places, named=True)
    depth = _depth(looks_for, said, places, reading)
    score = _score(len(criterion.groups), stated, named, depth, _argued(reading, places))
    score *= min(1.0, reading.topic_share / PARAMETERS.topic_floor) * reading.topic_factor
    evidence = _evidence(said, places, reading, answer) if score else []
    halves = round(score * 2) / 2 if evidence else 0.0
    return CriterionOutcome(
        criterion=criterion.id,
        band=band_of(halves),
        score=halves,
        evidence=evidence,
        why=_why(criterion, {**named, **stated}, depth, halves),
        finding=FOUND if halves >= 2.5 else PARTLY if halves > 0 else NOTHING,
        confidence=_confidence(score, len(stated), halves, reading, places),
        raised_by=who_raised(criterion, evidence, answer),
    )


def _values(said: list[Said], places: dict[str, float], *, named: bool) -> dict[int, float]:
    """Group → the most it is worth anywhere, among statements or among mere names."""
    values: dict[int, float] = {}
    for one in said:
        if one.is_named_only == named:
            values[one.group] = max(values.get(one.group, 0.0), one.value * places[one.sentence.section])
    return values


def _depth(
    looks_for: tuple[Depth, ...], said: list[Said], places: dict[str, float], reading: Reading
) -> dict[Depth, float]:
    """How well each kind of depth stands in or beside the sentences that were found, 0-1."""
    found: dict[Depth, float] = dict.fromkeys(looks_for, 0.0)
    for one in said:
        if one.is_named_only:
            continue
        worth = places[one.sentence.section] * one.value
        beside = " ".join(other.text for other in reading.neighbours(one.sentence))
        for kind in looks_for:
            if has_depth(kind, one.sentence.text):
                found[kind] = max(found[kind], worth)
            elif beside and has_depth(kind, beside):
                found[kind] = max(found[kind], worth * PARAMETERS.neighbour_depth)
    return found


def _score(
    groups: int, stated: dict[int, float], named: dict[int, float], depth: dict[Depth, float], argued: float
) -> float:
    """0-4 from how many ideas are stated, how well they and their section are argued, and a little for mere names."""
    weights = [_weight(at, groups) for at in range(groups)]
    enough = max(1.0, groups * PARAMETERS.enough_groups)
    covered = min(1.0, sum(weights[at] * value for at, value in stated.items()) / enough)
    only_named = min(1.0, sum(value for at, value in named.items() if at not in stated) / enough)
    beside = sum(depth.values()) / len(depth) if depth else 0.0
    score = (
        PARAMETERS.coverage_share * covered**PARAMETERS.coverage_power
        + PARAMETERS.depth_share * beside * min(1.0, covered * PARAMETERS.depth_ramp)
        + PARAMETERS.argued_share * argued * min(1.0, covered * PARAMETERS.argued_ramp)
    )
    return float(min(4.0, score + PARAMETERS.named_cap * only_named * (1 - covered)))


def _weight(at: int, groups: int) -> float:
    """Groups stand in the order in which the bands ask for them: the later ones weigh a little more."""
    return 1 + PARAMETERS.order_slope * (at / max(1, groups - 1) - 0.5)


def _argued(reading: Reading, places: dict[str, float]) -> float:
    """0-1: how much the step's own text argues, levelling off, so that length soon stops to help."""
    count = sum(reading.argued.get(section, 0) for section, worth in places.items() if worth == 1.0)
    return min(1.0, math.log1p(count) / math.log1p(PARAMETERS.argued_enough))


def _evidence(said: list[Said], places: dict[str, float], reading: Reading, answer: Answer) -> list[dict[str, Any]]:
    """The sentences that say most, as spans of the answer of at least four words or one whole item."""
    worth: dict[Sentence, float] = {}
    for one in said:
        value = one.value * places[one.sentence.section] * (0.4 if one.is_named_only else 1.0)
        worth[one.sentence] = worth.get(one.sentence, 0.0) + value
    spans = []
    for sentence in sorted(worth, key=lambda one: (-worth[one], one.section, one.number)):
        span = _span(sentence, reading, answer)
        if span is not None and span not in spans:
            spans.append(span)
    return spans[:MAX_EVIDENCE]


def _span(sentence: Sentence, reading: Reading, answer: Answer) -> dict[str, Any] | None:
    if sentence.section == DIAGRAM:
        return reading.diagram[sentence.number]
    text = answer.texts[sentence.section]
    start, end = sentence.start, sentence.end
    for other in reading.neighbours(sentence):
        if is_long_enough(text, start, end):
            break
        start, end = min(start, other.start), max(end, other.end)
    if not is_long_enough(text, start, end):
        return None
    return {"section": sentence.section, "start": start, "end": end, "text": text[start:end]}


def _why(criterion: Criterion, found: dict[int, float], depth: dict[Depth, float], score: float) -> str:
    """What was recognised and what wasn't, in the rubric's names."""
    if not score:
        return "None of the ideas on the checklist was recognised. Unusual wording may have been missed."
    seen = [group.name for at, group in enumerate(criterion.groups) if at in found]
    unseen = [group.name for at, group in enumerate(criterion.groups) if at not in found]
    lacking = [NAMES[kind] for kind, value in depth.items() if not value]
    sentences = [f"Recognised: {', '.join(seen)}."]
    if unseen:
        sentences.append(f"Not recognised: {', '.join(unseen)}.")
    if lacking:
        sentences.append(f"Not seen beside it: {', '.join(lacking)}.")
    return " ".join(sentences)


def _confidence(score: float, groups: int, halves: float, reading: Reading, places: dict[str, float]) -> float:
    """How far to trust this line, 0-1: more ideas found help, an edge between bands and much unread text don't."""
    if not halves:
        words = sum(reading.own_words.get(section, 0) for section, worth in places.items() if worth == 1.0)
        return 0.9 if words < 20 else 0.6 if words < 120 else 0.45
    edge = abs((score % 1) - 0.5) * 2  # 0 at the border of two bands, 1 in the middle of one
    return round(min(0.85, 0.4 + 0.1 * min(groups, 3) + 0.15 * edge), 2)
