"""Right answers to the examples, and ways to address their parts."""

from __future__ import annotations

from typing import Any

from lessons.exercises.base import name_of
from lessons.models import Exercise


def option(exercise: Exercise, question: str, number: int) -> str:
    """The name of an option of a quiz."""
    wanted = next(one for one in exercise.spec["questions"] if one["id"] == question)
    return name_of(question, wanted["options"][number]["text"])


def right_answer(exercise: Exercise) -> dict[str, Any]:
    spec = exercise.spec
    match exercise.kind:
        case "quiz":
            return {question["id"]: right_choice(question) for question in spec["questions"]}
        case "ordering":
            return {"order": [name_of(step) for step in spec["steps"]]}
        case "matching":
            return {"pairs": {name_of(pair["left"]): name_of(pair["right"]) for pair in spec["pairs"]}}
        case "estimate":
            return {"values": {one["name"]: one["default"] for one in spec["inputs"]}}
    return {"text": "How many users write at the peak, and what is out of scope?"}


def right_choice(question: dict[str, Any]) -> Any:
    if question["kind"] == "numeric":
        return str(question["answer"])
    return [name_of(question["id"], one["text"]) for one in question["options"] if one["right"]]
