"""Matching: each left side gets one right side; some right sides belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from lessons import schemas
from lessons.exercises.base import Answer, BadAnswer, Outcome, Spec, View, html_of, name_of, require_mapping, shuffled


@dataclass(frozen=True)
class PairOutcome:
    left: str
    given: str
    """Name of the right side that was chosen."""
    is_right: bool
    right: str
    """Name of the one that belongs here."""
    right_text: str
    why: str


@dataclass(frozen=True)
class MatchingOutcome(Outcome):
    pairs: list[PairOutcome] = field(default_factory=list)
    why: str = ""


def texts(fence: schemas.Matching) -> list[str]:
    sides = [text for pair in fence.pairs for text in (pair.left, pair.why)]
    return [text for text in (fence.prompt, *sides, fence.why) if text]


def _rights(spec: Spec) -> list[str]:
    return [*(pair["right"] for pair in spec["pairs"]), *spec["decoys"]]


def blocks(fence: schemas.Matching) -> list[str]:
    return []


def view(spec: Spec, outcome: dict[str, Any] | None = None) -> View:
    outcomes = {one["left"]: one for one in outcome["pairs"]} if outcome else {}
    choices = [{"id": name_of(text), "text": text} for text in shuffled(spec["id"], _rights(spec))]
    return {
        "title": spec["title"],
        "prompt": html_of(spec, spec["prompt"]),
        "choices": choices,
        "pairs": [
            {"id": name, "left": html_of(spec, pair["left"]), "outcome": outcomes.get(name)}
            for pair in spec["pairs"]
            for name in [name_of(pair["left"])]
        ],
        "outcome": outcome,
    }


def read_form(spec: Spec, data: QueryDict) -> Answer:
    names = [name_of(pair["left"]) for pair in spec["pairs"]]
    return {"pairs": {name: data[name] for name in names if data.get(name)}}


def clean(spec: Spec, answer: Any) -> Answer:
    pairs = require_mapping(answer, "Send the pairs as left → right.").get("pairs")
    pairs = require_mapping(pairs, "Send the pairs as left → right.")
    lefts = [name_of(pair["left"]) for pair in spec["pairs"]]
    rights = {name_of(text) for text in _rights(spec)}
    if not set(pairs) <= set(lefts) or not all(isinstance(one, str) and one in rights for one in pairs.values()):
        raise BadAnswer("These are not the sides of this exercise. Reload the page and try again.")
    if len(pairs) < len(lefts):
        raise BadAnswer(f"Choose a partner for each; {len(lefts) - len(pairs)} still without one.")
    if len(set(pairs.values())) < len(pairs):
        raise BadAnswer("One partner is chosen twice. Each belongs to one side at most.")
    return {"pairs": {name: pairs[name] for name in lefts}}


def check(spec: Spec, answer: Answer) -> MatchingOutcome:
    pairs = [_check(spec, pair, answer["pairs"][name_of(pair["left"])]) for pair in spec["pairs"]]
    why = html_of(spec, spec["why"]) if spec["why"] else ""
    return MatchingOutcome(is_right=all(pair.is_right for pair in pairs), pairs=pairs, why=why)


def _check(spec: Spec, pair: dict[str, Any], given: str) -> PairOutcome:
    right = name_of(pair["right"])
    return PairOutcome(
        left=name_of(pair["left"]),
        given=given,
        is_right=given == right,
        right=right,
        right_text=pair["right"],
        why=html_of(spec, pair["why"]) if pair["why"] else "",
    )
