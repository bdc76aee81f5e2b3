"""Ordering: steps that are shown in disorder and put into their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from lessons import schemas
from lessons.exercises.base import Answer, BadAnswer, Outcome, Spec, View, html_of, name_of, require_mapping, shuffled


@dataclass(frozen=True)
class StepOutcome:
    id: str
    is_right: bool
    place: int
    """Where it belongs, from 1."""


@dataclass(frozen=True)
class OrderingOutcome(Outcome):
    steps: list[StepOutcome] = field(default_factory=list)
    """In the order that was given."""
    why: str = ""


def texts(fence: schemas.Ordering) -> list[str]:
    return [fence.prompt, *fence.steps, fence.why]


def blocks(fence: schemas.Ordering) -> list[str]:
    return []


def view(spec: Spec, outcome: dict[str, Any] | None = None) -> View:
    by_name = {name_of(text): text for text in spec["steps"]}
    outcomes = {one["id"]: one for one in outcome["steps"]} if outcome else {}
    names = [name for name in outcomes if name in by_name] or [
        name_of(one) for one in shuffled(spec["id"], spec["steps"])
    ]
    return {
        "title": spec["title"],
        "prompt": html_of(spec, spec["prompt"]),
        "places": list(range(1, len(names) + 1)),
        "steps": [{"id": name, "text": html_of(spec, by_name[name]), "outcome": outcomes.get(name)} for name in names],
        "outcome": outcome,
    }


def read_form(spec: Spec, data: QueryDict) -> Answer:
    """Each step has a field with its place; steps are put in the order of the places."""
    places = {name: data.get(name, "") for name in map(name_of, spec["steps"])}
    if not all(place.isdecimal() and len(place) < 3 for place in places.values()):
        return {}
    if len(set(places.values())) != len(places):
        raise BadAnswer("Two steps have the same place. Give each place once.")
    return {"order": sorted(places, key=lambda name: int(places[name]))}


def clean(spec: Spec, answer: Any) -> Answer:
    order = require_mapping(answer, "Send the steps in their order.").get("order")
    names = {name_of(text) for text in spec["steps"]}
    if not isinstance(order, list) or not all(isinstance(one, str) for one in order):
        raise BadAnswer("Give every step a place first.")
    if len(order) != len(names) or set(order) != names:
        raise BadAnswer("These are not the steps of this exercise, each once. Reload the page and try again.")
    return {"order": order}


def check(spec: Spec, answer: Answer) -> OrderingOutcome:
    right = [name_of(text) for text in spec["steps"]]
    steps = [
        StepOutcome(id=name, is_right=right[index] == name, place=right.index(name) + 1)
        for index, name in enumerate(answer["order"])
    ]
    return OrderingOutcome(is_right=answer["order"] == right, steps=steps, why=html_of(spec, spec["why"]))
