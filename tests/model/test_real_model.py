"""A real server and a real, very small model. Its grades mean nothing: transport, schema, evidence and ledger do."""

from __future__ import annotations

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import Settings

from accounts.models import User
from grading.judges.model.prompt import reply_schema
from grading.judges.model.reply import read_reply
from grading.models import GradingRun
from grading.schemas import read_rubric
from grading.services import freeze_submission, grade_step, publish_rubric, request_grading
from llm.client import Message, chat, require_server, stream
from llm.errors import ContextOverflow, ModelRefused
from llm.models import LlmCall, TokenBudget
from tests.grading.samples import criterion

pytestmark = [pytest.mark.model, pytest.mark.django_db, pytest.mark.usefixtures("model")]

ASK: list[Message] = [{"role": "user", "content": "Name one color. One word."}]
ANSWER = "We put a queue before the workers because 40 requests a second come in bursts of 400."


def test_it_chats_and_counts_tokens() -> None:
    reply = chat(require_server(), ASK, max_tokens=16)
    assert reply.text.strip()
    assert reply.prompt_tokens > 5
    assert 0 < reply.completion_tokens <= 16


def test_it_streams() -> None:
    assert len(list(stream(require_server(), ASK, max_tokens=12))) > 1


def test_a_cut_answer_is_told() -> None:
    ask: list[Message] = [{"role": "user", "content": "Tell a long story about a lighthouse."}]
    assert chat(require_server(), ask, max_tokens=5).is_cut


def test_a_wrong_key_is_refused(settings: Settings) -> None:
    settings.LLM_API_KEY = "wrong"
    with pytest.raises(ModelRefused, match="401"):
        chat(require_server(), ASK, max_tokens=5)


def test_what_is_longer_than_the_context_is_told() -> None:
    ask: list[Message] = [{"role": "user", "content": "word " * 6_000}]
    with pytest.raises(ContextOverflow):
        chat(require_server(), ask, max_tokens=5)


def test_a_strict_schema_is_kept_every_time() -> None:
    rubric = read_rubric({"criteria": [criterion("uses-a-queue")]})
    criteria = rubric.steps["answer"].criteria
    schema = reply_schema(criteria, ["no-copies"])
    for seed in range(2):
        ask: list[Message] = [{"role": "user", "content": f"Grade this as JSON, briefly: {ANSWER} ({seed})"}]
        reply = chat(require_server(), ask, max_tokens=900, schema=schema, seed=seed)
        assert reply.parameters["schema"] == "json_schema"
        if not reply.is_cut:
            body = read_reply(reply.text, criteria, ["no-copies"])
            assert set(body.criteria) == {"uses-a-queue"}


def test_a_grading_by_a_real_model_ends_honestly(now: datetime, alice: User) -> None:
    rubric = publish_rubric(slug="real/one", data={"criteria": [criterion("uses-a-queue", groups=[GROUP])]}, now=now)
    submission = freeze_submission(owner=alice, sections={"answer": ANSWER}, now=now)
    run = request_grading(submission=submission, rubric=rubric, steps=["answer"], now=now)
    assert run.judge == "model"
    step = run.step_verdicts.get()
    grade_step(step_verdict_id=step.pk, now=now)
    run.refresh_from_db()
    step.refresh_from_db()
    assert run.state in {GradingRun.State.GRADED, GradingRun.State.NEEDS_REVIEW}
    if run.state == GradingRun.State.NEEDS_REVIEW:
        assert (step.score, run.result) == (None, {})
    for verdict in step.criteria.all():
        assert bool(verdict.evidence) == (verdict.band > 0)
        for spot in verdict.evidence:
            assert ANSWER[spot["start"] : spot["end"]] == spot["text"]
    calls = list(LlmCall.objects.all())
    assert 1 <= len(calls) <= 3
    assert {call.state for call in calls} == {LlmCall.State.CLOSED}
    used = sum((call.prompt_tokens or 0) + (call.completion_tokens or 0) for call in calls)
    assert TokenBudget.objects.get(spender="all").tokens == used > 0


GROUP = {"name": "queue", "any": ["queue"]}


def test_check_model_says_what_works() -> None:
    out = StringIO()
    call_command("check_model", stdout=out)
    assert "chat       works" in out.getvalue()
    assert "streaming  works" in out.getvalue()
    assert "schema     kept (json_schema)" in out.getvalue()
    assert "context    holds one step" in out.getvalue()


def test_check_model_says_what_is_wrong_in_a_sentence(settings: Settings) -> None:
    settings.LLM_CONTEXT_TOKENS = 32_000
    settings.LLM_MODEL = "another-model"
    out = StringIO()
    call_command("check_model", stdout=out)
    wrong = [line for line in out.getvalue().splitlines() if line.startswith("WRONG")]
    assert "set LLM_MODEL to one of these" in wrong[0]
    assert "larger one" in wrong[1]
