"""Quiz: one or more questions with one right option, several, or a number. Questions may be answered one by one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from lessons import schemas
from lessons.exercises.base import Answer, BadAnswer, Outcome, Sentences, Spec, View, html_of, name_of, require_mapping
from lessons.units import show_number

NOT_A_NUMBER = "Write a number, such as 30000, 30,000 or 3e4."


@dataclass(frozen=True)
class OptionOutcome:
    id: str
    is_right: bool
    is_picked: bool
    tag: str
    why: str
    """HTML."""


@dataclass(frozen=True)
class QuestionOutcome:
    id: str
    is_right: bool
    given: str = ""
    """A number, as it was typed."""
    answer: str = ""
    """The right number with its unit."""
    why: str = ""
    options: list[OptionOutcome] = field(default_factory=list)


@dataclass(frozen=True)
class QuizOutcome(Outcome):
    questions: list[QuestionOutcome] = field(default_factory=list)
    """Those that were answered so far; nothing is said of the others."""


def texts(fence: schemas.Quiz) -> list[str]:
    found: list[str] = []
    for question in fence.questions:
        found.append(question.prompt)
        if isinstance(question, schemas.Numeric):
            found.append(question.why)
        else:
            found += [text for option in question.options for text in (option.text, option.why)]
    return found


def blocks(fence: schemas.Quiz) -> list[str]:
    return []


def view(spec: Spec, outcome: dict[str, Any] | None = None) -> View:
    answered = {one["id"]: one for one in outcome["questions"]} if outcome else {}
    questions = [_question_view(spec, question, answered.get(question["id"])) for question in spec["questions"]]
    for number, question in enumerate(questions, 1):
        question["place"] = _place(question, number, len(questions))
    return {"title": spec["title"], "questions": questions}


def _place(question: View, number: int, count: int) -> str:
    words = [f"Question {number} of {count}"] if count > 1 else []
    if question["kind"] == "multiple":
        words.append(f"choose {question['choose']}")
    return ", ".join(words).capitalize()


def _question_view(spec: Spec, question: dict[str, Any], outcome: dict[str, Any] | None) -> View:
    options = {one["id"]: one for one in outcome["options"]} if outcome else {}
    names = _in_order([(name_of(question["id"], option["text"]), option) for option in question.get("options", [])])
    return {
        "id": question["id"],
        "kind": question["kind"],
        "prompt": html_of(spec, question["prompt"]),
        "choose": question.get("choose", 1),
        "unit": question.get("unit", ""),
        "options": [
            {"id": name, "text": html_of(spec, option["text"]), "outcome": options.get(name)} for name, option in names
        ],
        "outcome": outcome,
    }


def _in_order(names: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """Where the right option stands says nothing: authors tend to write it first. A scale of numbers stays a scale."""
    if all(option["text"].lstrip("$~<>≈ ")[:1].isdigit() for _, option in names):
        return names
    return sorted(names, key=lambda pair: pair[0])


def read_form(spec: Spec, data: QueryDict) -> Answer:
    answer: Answer = {}
    for question in spec["questions"]:
        given = [value for value in data.getlist(question["id"]) if value.strip()]
        if given:
            answer[question["id"]] = given[0] if question["kind"] == "numeric" else given
    return answer


def clean(spec: Spec, answer: Any) -> Answer:
    """Question id → option names, or the number as typed. At least one question; not necessarily all."""
    given = require_mapping(answer, "Send the answer as question → choices.")
    questions = {question["id"]: question for question in spec["questions"]}
    unknown = sorted(set(given) - set(questions))
    if unknown:
        raise BadAnswer(f"This quiz has no question “{unknown[0][:40]}”. It may have changed: reload the page.")
    if not given:
        raise BadAnswer("Choose an answer first.")
    return {key: _clean_question(questions[key], value) for key, value in given.items()}


def _clean_question(question: dict[str, Any], value: Any) -> str | list[str]:
    if question["kind"] == "numeric":
        text = str(value).strip() if type(value) in {str, int, float} else ""
        read_number(text)
        return text
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadAnswer("Send the chosen options as a list.")
    names = [name_of(question["id"], option["text"]) for option in question["options"]]
    if not set(value) <= set(names):
        raise BadAnswer("One of these options is not there any more. Reload the page and choose again.")
    picked = [name for name in names if name in value]
    choose = question.get("choose", 1)
    if len(picked) != choose:
        raise BadAnswer(f"Choose {choose}; you chose {len(picked)}." if choose > 1 else "Choose one answer.")
    return picked


def read_number(text: str) -> float:
    """A number as people type it: commas, spaces or nothing between thousands, an exponent, a percent sign."""
    plain = re.sub(r"(?<=\d)[,_\s\u2009\u202f\u00a0](?=\d{3})", "", text.strip()).replace("−", "-").rstrip("% ")
    if len(plain) > 40 or not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", plain):
        raise BadAnswer(NOT_A_NUMBER)
    value = float(plain)
    if not math.isfinite(value):
        raise BadAnswer(NOT_A_NUMBER)
    return value


def check(spec: Spec, answer: Answer) -> QuizOutcome:
    """Right only when every question is answered and right; None while some are open and none is wrong."""
    outcomes = [
        _check(spec, question, answer[question["id"]]) for question in spec["questions"] if question["id"] in answer
    ]
    is_whole = len(outcomes) == len(spec["questions"])
    is_right = all(one.is_right for one in outcomes)
    return QuizOutcome(is_right=is_right if is_whole or not is_right else None, questions=outcomes)


def _check(spec: Spec, question: dict[str, Any], given: Any) -> QuestionOutcome:
    if question["kind"] == "numeric":
        right = float(question["answer"])
        is_right = math.isclose(read_number(given), right, rel_tol=question["tolerance"], abs_tol=1e-12)
        return QuestionOutcome(
            id=question["id"],
            is_right=is_right,
            given=given,
            answer=show_number(right, question["unit"]),
            why=html_of(spec, question["why"]),
        )
    options = [_check_option(spec, question, option, given) for option in question["options"]]
    is_right = all(option.is_right == option.is_picked for option in options)
    return QuestionOutcome(id=question["id"], is_right=is_right, options=options)


def _check_option(spec: Spec, question: dict[str, Any], option: dict[str, Any], given: list[str]) -> OptionOutcome:
    name = name_of(question["id"], option["text"])
    is_right, is_picked = bool(option["right"]), name in given
    tags = {
        (True, True): Sentences.YOURS_AND_RIGHT,
        (True, False): Sentences.MISSED if question["kind"] == "multiple" else Sentences.RIGHT,
        (False, True): Sentences.YOURS,
        (False, False): "",
    }
    why = html_of(spec, option["why"])
    return OptionOutcome(id=name, is_right=is_right, is_picked=is_picked, tag=tags[is_right, is_picked], why=why)


def merge(before: Answer, answer: Answer, spec: Spec) -> Answer:
    """Earlier answers to the questions that this answer leaves out stay, where they still are answers."""
    kept: Answer = {}
    for question in spec["questions"]:
        key = question["id"]
        if key in answer or key not in before:
            continue
        try:
            kept[key] = _clean_question(question, before[key])
        except BadAnswer:
            continue
    return kept | answer
