"""Exchanges with a reader who plays the model, kept as files: what a server says is played back, the verdict compared.

`replays/answer.json` is what was handed in, `criteria.json` what is asked of its API step; every other file holds the
replies in their order and what has to come of them.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from grading.judges.answer import Answer
from grading.judges.offline.judge import judge_step
from grading.models import StepVerdict
from grading.reporting import build_report
from grading.schemas import read_rubric
from grading.services import freeze_submission, publish_rubric, request_grading
from llm.models import LlmCall
from tests.grading.model_replies import work
from tests.grading.samples import rubric_data
from tests.stub_model import Stub, says

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "replays"
REPLAYS = sorted(path.stem for path in FOLDER.glob("*.json") if path.stem not in {"answer", "criteria"})


def read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def play(name: str, now: datetime, stub: Stub) -> StepVerdict:
    stub.script = [says(json.dumps(reply)) for reply in read(name)["replies"]]
    rubric = rubric_data()
    rubric["steps"]["api_design"] = {"criteria": read("criteria")}
    run = request_grading(
        submission=freeze_submission(owner=None, now=now, **read("answer")),
        rubric=publish_rubric(slug="small", data=rubric, now=now),
        steps=["api_design"],
        now=now,
    )
    run.parameters["readings"] = 1
    run.save(update_fields=["parameters"])
    return work(run, now)


@pytest.mark.parametrize("name", REPLAYS)
def test_a_recorded_exchange_comes_to_what_a_reader_expects(name: str, now: datetime, stub: Stub) -> None:
    step, expected = play(name, now, stub), read(name)["expected"]
    criteria = {one.criterion: one for one in step.criteria.all()}
    assert step.state == expected["state"]
    assert {key: one.band for key, one in criteria.items()} == expected["bands"]
    assert [key for key, one in criteria.items() if any("capped" in flag for flag in one.flags)] == expected["capped"]
    for key, texts in expected["evidence"].items():
        assert [spot["text"] for spot in criteria[key].evidence] == texts
    assert [one["id"] for one in step.red_flags] == expected["red_flags"]
    assert LlmCall.objects.count() == len(stub.requests) == expected["calls"]
    for one in criteria.values():
        assert bool(one.evidence) == (one.band > 0)
        assert all(_stands_there(spot) for spot in one.evidence)


def _stands_there(spot: dict[str, Any]) -> bool:
    """Whether a piece of evidence is the answer's own, and none of it the order to the grader."""
    if "section" not in spot:
        return True
    text: str = read("answer")["sections"][spot["section"]]
    return text[spot["start"] : spot["end"]] == spot["text"] and "deserves" not in spot["text"]


def test_text_that_speaks_to_the_grader_is_shown_to_reviewers(now: datetime, stub: Stub) -> None:
    step = play("good-verdicts", now, stub)
    assert any("speaks to the grader" in note for note in step.notes)


def test_the_diagram_goes_out_with_its_ids_and_comes_back_into_the_report(now: datetime, stub: Stub) -> None:
    step = play("edge-of-the-diagram", now, stub)
    sent = stub.requests[0]["messages"][1]["content"]
    assert "edge client->gw: SSE, resumes with Last-Event-ID" in sent
    assert "node relay: Relay with numbered events" in sent
    resume = step.criteria.get(criterion="api-resume")
    assert resume.evidence == [{"edge": "client->gw", "text": "SSE, resumes with Last-Event-ID"}]
    shown = next(one for one in build_report(step.run).steps[0].criteria if one.id == "api-resume")
    assert [(quote.text, quote.where) for quote in shown.quotes] == [("SSE, resumes with Last-Event-ID", "diagram")]


def test_the_checklist_takes_boxes_and_arrows_as_evidence_for_the_design_only(now: datetime) -> None:
    diagram = {"nodes": [{"id": "c", "label": "Cache before the store"}, {"id": "s", "label": "Store"}],
               "edges": [{"from": "c", "to": "s", "label": "queue of writes to the standby"}]}  # fmt: skip
    answer = Answer(
        {"high_level_design": "We put a cache first because 95 % of 40,000 reads a second hit it.", "evaluation": ""},
        diagram,
    )
    rubric = read_rubric(rubric_data())
    spots = [spot for one in judge_step(rubric, "high_level_design", answer).criteria for spot in one.evidence]
    assert {"node": "c", "text": "Cache before the store"} in spots
    assert {"edge": "c->s", "text": "queue of writes to the standby"} in spots
    elsewhere = [spot for one in judge_step(rubric, "evaluation", answer).criteria for spot in one.evidence]
    assert all("section" in spot for spot in elsewhere)
