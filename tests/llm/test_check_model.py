"""`check_model` says what works, what it costs, or one clear sentence."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from llm.models import LlmCall
from tests.stub_model import Stub, fails, says, streams

pytestmark = pytest.mark.django_db


def run() -> str:
    out = StringIO()
    call_command("check_model", stdout=out)
    return out.getvalue()


def test_it_names_what_is_missing(settings: Settings) -> None:
    settings.LLM_BASE_URL = ""
    with pytest.raises(CommandError, match="No model is configured"):
        run()


def test_it_tries_chat_stream_and_schema_and_prices_an_interview(stub: Stub, settings: Settings) -> None:
    settings.LLM_INPUT_MICROS_PER_1K, settings.LLM_OUTPUT_MICROS_PER_1K = 150, 600
    stub.script = [says("ready"), streams(["1", " 2"]), says(json.dumps({"band": 2, "why": "a number"}))]
    text = run()
    assert "chat       works, 100 tokens in, 20 out" in text
    assert "streaming  works, 2 pieces" in text
    assert "schema     kept (json_schema)" in text
    assert "one interview: 9 calls" in text
    assert "about $0." in text
    assert [call.state for call in LlmCall.objects.all()] == [LlmCall.State.CLOSED] * 2


def test_it_warns_of_a_model_that_keeps_no_schema(stub: Stub) -> None:
    stub.script = [says("ready"), streams(["1", "2"]), says("It is solid.")]
    text = run()
    assert "NOT kept" in text
    assert "no price is set" in text


def test_a_refused_key_is_one_sentence_and_a_failed_call(stub: Stub) -> None:
    stub.script = [fails(401)]
    with pytest.raises(CommandError, match="refuses our key"):
        run()
    assert LlmCall.objects.get().state == LlmCall.State.FAILED
