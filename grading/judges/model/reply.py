"""Reading a reply: what isn't exactly as agreed is refused with a sentence that the model can act on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from grading.evidence import locate
from grading.judges.addressing import is_addressed_to_grader
from grading.judges.answer import Answer, CriterionOutcome
from grading.judges.model.prompt import MAX_FLAGS, MAX_PIECES, MAX_QUOTE, MAX_WHY
from grading.judges.raising import who_raised
from grading.schemas import Criterion

SLACK = 2
"""Lengths may be overrun this many times before a reply is refused; what is kept is cut by code, at a word."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Piece(_Strict):
    kind: Literal["quote", "node", "edge"]
    text: str = Field(max_length=MAX_QUOTE * SLACK)


class Verdict(_Strict):
    evidence: list[Piece] = Field(max_length=MAX_PIECES * SLACK)
    why: str = Field(max_length=MAX_WHY * SLACK)
    band: int = Field(ge=0, le=4, strict=True)


class RaisedFlag(_Strict):
    id: str
    quote: str = Field(max_length=MAX_QUOTE * SLACK)


class ReplyBody(_Strict):
    criteria: dict[str, Verdict]
    red_flags: list[RaisedFlag] = Field(default=[], max_length=MAX_FLAGS * SLACK)


class Refused(Exception):
    """The whole reply is unusable; the text goes back to the model."""


@dataclass(frozen=True)
class Checked:
    criteria: list[CriterionOutcome]
    red_flags: list[dict[str, Any]]
    unproven: list[str]
    """Ids of criteria whose band above 0 has no evidence that stands in the answer."""
    complaint: str
    """What to tell the model about them; empty when all is well."""


def read_reply(text: str, criteria: Sequence[Criterion], flags: Sequence[str]) -> ReplyBody:
    """The reply as data, with exactly the criteria that were asked for. Raises Refused."""
    try:
        body = ReplyBody.model_validate(json.loads(_only_json(text)))
    except json.JSONDecodeError as error:
        raise Refused(f"It was not one JSON object ({error.msg} at character {error.pos}).") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refused(f"{place}: {first['msg']}.") from None
    asked = {one.id for one in criteria}
    unknown = sorted(set(body.criteria) - asked)
    missing = sorted(asked - set(body.criteria))
    if unknown:
        raise Refused(f"These criteria don't exist: {', '.join(unknown)}.")
    if missing:
        raise Refused(f"These criteria are missing: {', '.join(missing)}.")
    strangers = sorted({flag.id for flag in body.red_flags} - set(flags))
    if strangers:
        raise Refused(f"These red flags don't exist: {', '.join(strangers)}.")
    return body


def _only_json(text: str) -> str:
    """Servers without a JSON mode like to wrap it in a fence."""
    bare = text.strip()
    if bare.startswith("```"):
        bare = bare.partition("\n")[2].rpartition("```")[0]
    return bare


def check_evidence(body: ReplyBody, criteria: Sequence[Criterion], sections: Sequence[str], answer: Answer) -> Checked:
    """Keep what stands in the answer; name what doesn't."""
    outcomes: list[CriterionOutcome] = []
    lost: dict[str, list[str]] = {}
    unproven: list[str] = []
    for one in criteria:
        verdict = body.criteria[one.id]
        found, missing = _locate_all(verdict.evidence, sections, answer)
        if missing:
            lost[one.id] = missing
        if verdict.band > 0 and not found:
            unproven.append(one.id)
        outcomes.append(_outcome(one, verdict, found, missing, who_raised(one, found, answer)))
    flags = _locate_flags(body.red_flags, sections, answer)
    return Checked(outcomes, flags, unproven, _complaint(lost, unproven))


def _outcome(
    criterion: Criterion, verdict: Verdict, found: list[dict[str, Any]], missing: list[str], raised_by: str
) -> CriterionOutcome:
    is_proven = bool(found) or verdict.band == 0
    flags = ["quote_not_found"] if missing else []
    return CriterionOutcome(
        criterion=criterion.id,
        band=verdict.band if is_proven else 0,
        score=float(verdict.band if is_proven else 0),
        evidence=found if verdict.band else [],
        why=cut_at_word(verdict.why, MAX_WHY),
        confidence=1.0 if not missing else 0.6 if is_proven else 0.2,
        flags=flags if is_proven else [*flags, f"capped_from_{verdict.band}"],
        raised_by=raised_by if is_proven else "",
    )


def cut_at_word(text: str, limit: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else f"{plain[:limit].rsplit(' ', 1)[0]} …"


def _locate_all(
    pieces: Sequence[Piece], sections: Sequence[str], answer: Answer
) -> tuple[list[dict[str, Any]], list[str]]:
    found: list[dict[str, Any]] = []
    missing: list[str] = []
    for piece in pieces:
        spot = locate_piece(piece, sections, answer)
        if spot is None:
            missing.append(piece.text)
        elif spot not in found:
            found.append(spot)
    return found[:MAX_PIECES], missing


def locate_piece(piece: Piece, sections: Sequence[str], answer: Answer) -> dict[str, Any] | None:
    """The span of a quote, own section first, or the node or edge; None when it isn't there or speaks to the grader."""
    if piece.kind != "quote":
        return _locate_part(piece, answer.diagram)
    for section in sections:
        span = locate(piece.text, answer.texts[section])
        if span is not None and not is_addressed_to_grader(span.text):
            return {"section": section, "start": span.start, "end": span.end, "text": span.text}
    return None


def _locate_part(piece: Piece, diagram: dict[str, Any]) -> dict[str, Any] | None:
    if piece.kind == "node":
        for node in diagram.get("nodes", []):
            if str(node.get("id")) == piece.text.strip():
                return {"node": str(node["id"]), "text": str(node.get("label") or "")}
        return None
    for edge in diagram.get("edges", []):
        name = f"{edge.get('from')}->{edge.get('to')}"
        if name == piece.text.replace(" ", ""):
            return {"edge": name, "text": str(edge.get("label") or "")}
    return None


def _locate_flags(raised: Sequence[RaisedFlag], sections: Sequence[str], answer: Answer) -> list[dict[str, Any]]:
    """A flag whose quote isn't there is dropped: nobody loses points for words they didn't write."""
    kept: dict[str, list[dict[str, Any]]] = {}
    for flag in raised:
        spot = locate_piece(Piece(kind="quote", text=flag.quote), sections, answer)
        if spot is not None:
            kept.setdefault(flag.id, []).append(spot)
    return [{"id": one, "evidence": spots} for one, spots in kept.items()]


def _complaint(lost: dict[str, list[str]], unproven: list[str]) -> str:
    lines = [
        f'{one}: "{quote[:120]}" does not stand in the answer.' for one, quotes in lost.items() for quote in quotes
    ]
    lines += [f"{one}: a band above 0 without evidence." for one in unproven if one not in lost]
    return "\n".join(lines[:8])
