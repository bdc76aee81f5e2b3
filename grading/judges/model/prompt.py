"""The request to the model: rules and rubric as the system's words, the answer fenced as data."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any, Final

from grading.judges.answer import Answer, other_sections, own_sections
from grading.prompts import ARGUMENT_VERSION, PROMPT_VERSION, read_prompt
from grading.reshaded import title_of
from grading.schemas import AnyRubric, Criterion
from llm.client import Message

MAX_QUOTE: Final = 300
MAX_WHY: Final = 400
MAX_PIECES: Final = 3
MAX_FLAGS: Final = 4
NO_NONCE: Final = "\x00nonce\x00"
"""Stands where the nonce will: with it the same question is the same text. No answer holds a NUL."""


def shuffle_criteria(criteria: Sequence[Criterion], replicate: int) -> list[Criterion]:
    """The rubric's order for the first run; another fixed order for each replicate."""
    ordered = list(criteria)
    if replicate:
        random.Random(replicate).shuffle(ordered)  # noqa: S311 - an order, not a secret
    return ordered


def reply_schema(criteria: Sequence[Criterion], flags: Sequence[str]) -> dict[str, Any]:
    """The strict schema of a reply, keyed by criterion id. Evidence comes first, so that the band follows from it."""
    piece = _object(
        {
            "kind": {"type": "string", "enum": ["quote", "node", "edge"]},
            "text": {"type": "string", "maxLength": MAX_QUOTE},
        }
    )
    verdict = _object(
        {
            "evidence": {"type": "array", "items": piece, "maxItems": MAX_PIECES},
            "why": {"type": "string", "maxLength": MAX_WHY},
            "band": {"type": "integer", "enum": [0, 1, 2, 3, 4]},
        }
    )
    shape = {"criteria": _object({one.id: verdict for one in criteria})}
    if flags:
        flag = _object(
            {"id": {"type": "string", "enum": list(flags)}, "quote": {"type": "string", "maxLength": MAX_QUOTE}}
        )
        shape["red_flags"] = {"type": "array", "items": flag, "maxItems": MAX_FLAGS}
    return _object(shape)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def build_messages(
    *,
    rubric: AnyRubric,
    step: str,
    answer: Answer,
    criteria: Sequence[Criterion],
    nonce: str,
    with_others: bool,
    argument: str = "",
) -> list[Message]:
    """`argument` is what the candidate says against an earlier grade: fenced as the answer is, and behind it."""
    fenced = fence_answer(step, answer, nonce, with_others=with_others)
    said = f"\n\n{fence_argument(argument, nonce)}" if argument else ""
    return [
        {"role": "system", "content": _system(rubric, step, criteria, nonce, has_argument=bool(argument))},
        {"role": "user", "content": fenced + said},
    ]


def fence_argument(argument: str, nonce: str) -> str:
    body = argument.replace(nonce, "")
    return f"----- argument {nonce} begins -----\n{body}\n----- argument {nonce} ends -----"


def _system(
    rubric: AnyRubric, step: str, criteria: Sequence[Criterion], nonce: str, *, has_argument: bool = False
) -> str:
    text = read_prompt(PROMPT_VERSION) + (read_prompt(ARGUMENT_VERSION) if has_argument else "")
    shape: dict[str, Any] = {"criteria": {one.id: _EXAMPLE for one in criteria}} | (
        {"red_flags": []} if rubric.red_flags else {}
    )
    values = {
        "nonce": nonce,
        "max_quote": str(MAX_QUOTE),
        "max_why": str(MAX_WHY),
        "step": step,
        "step_title": title_of(step),
        "shape": json.dumps(shape),
        "criteria": "\n\n".join(_criterion(one) for one in criteria),
        "red_flags": "\n".join(f"- {one.id}: {one.text}" for one in rubric.red_flags) or "- none",
    }
    for name, value in values.items():  # not str.format: rubrics and JSON are full of braces
        text = text.replace(f"{{{name}}}", value)
    return text


_EXAMPLE: Final = {"evidence": [{"kind": "quote", "text": "…"}], "why": "…", "band": 0}


def _criterion(one: Criterion) -> str:
    bands = "\n".join(f"  {band}: {text}" for band, text in one.bands.items())
    return f"{one.id}: {one.title}\n{bands}\n  Evidence: {one.evidence}"


def put_nonce(messages: Sequence[Message], nonce: str) -> list[Message]:
    return [{**one, "content": one["content"].replace(nonce, "").replace(NO_NONCE, nonce)} for one in messages]


def fence_answer(step: str, answer: Answer, nonce: str, *, with_others: bool) -> str:
    """The answer between two lines with a code that its writer can't know; the step's own text first."""
    keys = own_sections(step, answer) + (other_sections(step, answer) if with_others else [])
    parts = [f"## section {key}\n{answer.texts[key].replace(nonce, '')}" for key in keys]
    if answer.diagram.get("nodes"):
        parts.append(f"## diagram\n{_diagram(answer.diagram)}")
    body = "\n\n".join(parts) or "(nothing was written)"
    return f"----- answer {nonce} begins -----\n{body}\n----- answer {nonce} ends -----"


def _diagram(diagram: dict[str, Any]) -> str:
    nodes = [f"node {one.get('id')}: {one.get('label', '')}" for one in diagram.get("nodes", [])]
    edges = [f"edge {one.get('from')}->{one.get('to')}: {one.get('label') or ''}" for one in diagram.get("edges", [])]
    return "\n".join([*nodes, *edges])
