"""An answer read against a rubric once: usable sentences, and which of the rubric's ideas each of them says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from grading.judges.addressing import is_addressed_to_grader
from grading.judges.answer import TALK, Answer
from grading.judges.offline.depth import ARGUMENTS, DEFAULT, has_depth
from grading.judges.offline.guards import Copied, Repeats, is_keyword_list, is_thin, negation_factor, texts_of
from grading.judges.offline.matching import Hit, Index, read_phrase
from grading.judges.offline.parameters import PARAMETERS
from grading.judges.offline.text import Sentence, sentences_of, words_of
from grading.judges.offline.topic import Nearness, Told, holds_term, key_terms, near_topic, topic_factor
from grading.reshaded import WRAP_UP
from grading.schemas import AnyRubric, Criterion, HintGroup, canonical_json, rubric_digest

DIAGRAM: Final = "diagram"
MAY_REPEAT: Final = (TALK, WRAP_UP.key)
"""Where it is right to say again, word for word, what the interviewer told."""


@dataclass(frozen=True)
class Said:
    """One idea of one criterion, said in one sentence."""

    group: int
    sentence: Sentence
    value: float
    """1, or less where it is left open whether it is proposed."""
    is_named_only: bool
    """In a list of keywords, as a box of the diagram, or with nothing beside it."""


@dataclass(frozen=True)
class Reading:
    said: dict[str, list[Said]]
    """Criterion id → what the whole answer says of it."""
    sentences: dict[str, list[Sentence]]
    """Section → its usable sentences."""
    own_words: dict[str, int]
    """Section → words of its own, without repetitions, copies and text for the grader."""
    topic_share: float
    """Share of all ideas of the rubric that the answer states."""
    topic_factor: float
    """0-1: whether its points are about this system."""
    argued: dict[str, int]
    """Section → how often it gives a number, a reason, a price or a failure."""
    notes: tuple[str, ...]
    diagram: dict[int, dict[str, Any]]
    """Number of a diagram label → the evidence that stands for it."""

    def neighbours(self, sentence: Sentence) -> list[Sentence]:
        return [one for one in self.sentences.get(sentence.section, ()) if abs(one.number - sentence.number) == 1]


def read_answer(rubric: AnyRubric, answer: Answer) -> Reading:
    """Cached for the nine steps of a run, which are separate tasks of one process."""
    return _read(_Key(rubric, answer))


class _Key:
    """What a reading depends on, hashable."""

    def __init__(self, rubric: AnyRubric, answer: Answer) -> None:
        self.rubric, self.answer = rubric, answer
        content = [answer.sections, answer.diagram, answer.transcript, answer.given]
        self.digest = f"{rubric_digest(rubric)} {canonical_json(content)}"

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.digest == other.digest


@lru_cache(maxsize=16)
def _read(key: _Key) -> Reading:
    usable, notes = _usable_sentences(key.rubric, key.answer)
    texts = key.answer.texts
    labels, evidence = _diagram_labels(key.answer.diagram)
    everything = [sentence for section in usable.values() for sentence in section]
    index = Index([*everything, *labels], known_stems(key.rubric))
    criteria = [one for step in key.rubric.steps.values() for one in step.criteria]
    hits = {one.id: [(at, hit) for at, group in enumerate(one.groups) for hit in index.find(group)] for one in criteria}
    lists = _keyword_lists(everything, hits)
    terms = key_terms(key.rubric, PARAMETERS.near_terms)
    near = {section: near_topic(found, texts[section], terms) for section, found in usable.items()} if terms else {}
    if sum(len(one.aside) for one in near.values()) > PARAMETERS.most_aside * len(everything):
        near = {section: Nearness(one.near, frozenset()) for section, one in near.items()}
    said = {one.id: _said(one, hits[one.id], lists, near) for one in criteria}
    return Reading(
        said=said,
        sentences=usable,
        own_words={section: sum(len(one.words) for one in found) for section, found in usable.items()},
        topic_share=_topic_share(key, criteria, said),
        topic_factor=_topic_factor(said, near, key_terms(key.rubric, PARAMETERS.terms)),
        argued={section: _argued(found, near.get(section), lists) for section, found in usable.items()},
        notes=notes,
        diagram=evidence,
    )


def known_stems(rubric: AnyRubric) -> frozenset[str]:
    """All words of the rubric's phrases."""
    return frozenset(
        stem
        for step in rubric.steps.values()
        for one in step.criteria
        for group in one.groups
        for text in group.any
        for stems in read_phrase(text).variants
        for stem in stems
    )


def _usable_sentences(rubric: AnyRubric, answer: Answer) -> tuple[dict[str, list[Sentence]], tuple[str, ...]]:
    repeats, copied, told = Repeats(), Copied(texts_of(rubric)), Copied(answer.told)
    usable: dict[str, list[Sentence]] = {}
    addressed = repeated = restated = 0
    for section, text in answer.texts.items():
        usable[section] = []
        for sentence in sentences_of(section, text):
            if is_addressed_to_grader(sentence.text):
                addressed += 1
            elif repeats.has_seen(sentence):
                repeated += 1
            elif copied.holds(sentence) or (section not in MAY_REPEAT and told.holds(sentence)):
                restated += 1
            else:
                usable[section].append(sentence)
    return usable, tuple(_guard_notes(addressed, repeated, restated))


def _guard_notes(addressed: int, repeated: int, restated: int) -> list[str]:
    notes = []
    if addressed:
        notes.append(f"Text that speaks to the grader: {addressed} sentences, not counted.")
    if repeated:
        notes.append(f"Repeated word for word: {repeated} sentences, counted once.")
    if restated:
        notes.append(f"Copied from the rubric or from what was told: {restated} sentences, not counted.")
    return notes


def _diagram_labels(diagram: dict[str, Any]) -> tuple[list[Sentence], dict[int, dict[str, Any]]]:
    labels: list[Sentence] = []
    evidence: dict[int, dict[str, Any]] = {}
    pieces = [({"node": str(one.get("id", ""))}, one.get("label")) for one in diagram.get("nodes", [])]
    pieces += [({"edge": f"{one.get('from')}->{one.get('to')}"}, one.get("label")) for one in diagram.get("edges", [])]
    for number, (what, label) in enumerate(pieces):
        words = tuple(words_of(str(label or "")))
        if words:
            labels.append(Sentence(DIAGRAM, number, 0, len(str(label)), str(label), words, 0))
            evidence[number] = what | {"text": str(label)}
    return labels, evidence


def _keyword_lists(sentences: list[Sentence], hits: dict[str, list[tuple[int, Hit]]]) -> set[tuple[str, int]]:
    """Which sentences are lists of keywords, judged by all hints of the rubric together."""
    words: dict[tuple[str, int], set[int]] = {}
    for found in hits.values():
        for _, hit in found:
            words.setdefault((hit.sentence.section, hit.sentence.number), set()).update(hit.words)
    known = {(one.section, one.number): one for one in sentences}
    return {key for key, places in words.items() if key in known and is_keyword_list(known[key], places)}


def _said(
    criterion: Criterion, hits: list[tuple[int, Hit]], lists: set[tuple[str, int]], near: dict[str, Nearness]
) -> list[Said]:
    negating = {_place(hit) for _, hit in hits if hit.has_own_negation}
    words: dict[tuple[str, int], set[int]] = {}
    for _, hit in hits:
        words.setdefault(_place(hit), set()).update(hit.words)
    said = []
    for group, hit in hits:
        value = negation_factor(hit, _place(hit) in negating) * hit.value
        if value:
            place = _place(hit)
            if place[0] in near and not _says_number(hit):
                value *= near[place[0]].worth(place[1])
            is_named = hit.sentence.section == DIAGRAM or place in lists
            is_named = is_named or is_thin(hit.sentence, words[place], criterion.looks_for or DEFAULT)
            said.append(Said(group, hit.sentence, value, is_named))
    return said


def _place(one: Hit | Said) -> tuple[str, int]:
    return one.sentence.section, one.sentence.number


def _topic_share(key: _Key, criteria: list[Criterion], said: dict[str, list[Said]]) -> float:
    """Of the ideas of all steps that were written for, the share that is stated somewhere."""
    asked = [
        one
        for step, rubric in key.rubric.steps.items()
        if step in key.answer.texts or len(key.rubric.steps) == 1
        for one in rubric.criteria
    ]
    ideas = sum(len(one.groups) for one in asked)
    stated = sum(len({found.group for found in said[one.id] if not found.is_named_only}) for one in asked)
    return stated / ideas if ideas else 0.0


def _says_number(hit: Hit) -> bool:
    """Whether a number is part of the point: the results of this system are nobody else's."""
    return any(hit.sentence.words[at].text[0].isdigit() for at in hit.words)


def _topic_factor(said: dict[str, list[Said]], near: dict[str, Nearness], terms: frozenset[str]) -> float:
    """1 for a rubric that is too small to have key terms."""
    sentences = {_place(one): one.sentence for found in said.values() for one in found if not one.is_named_only}
    return topic_factor(
        [
            Told(holds_term(one, terms), number in near[section].near, near[section].weight(number))
            for (section, number), one in sentences.items()
            if section in near
        ]
    )


def _argued(sentences: list[Sentence], nearness: Nearness | None, lists: set[tuple[str, int]]) -> int:
    """How often its sentences about this system give a number, a reason, a price or a failure."""
    return sum(
        has_depth(kind, one.text)
        for one in sentences
        if (nearness is None or one.number in nearness.near) and (one.section, one.number) not in lists
        for kind in ARGUMENTS
    )


def matches_all(groups: list[HintGroup], sentence: Sentence) -> list[Hit]:
    """One hit a group when the sentence says all of them, else nothing."""
    index = Index([sentence])
    found = [index.find(group, is_strict=True) for group in groups]
    return [hits[0] for hits in found] if all(found) else []
