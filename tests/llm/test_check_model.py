"""`check_model` says what works, what it costs, or one clear sentence."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from llm.models import LlmCall
from tests.stub_model import Stub, fails, page, picky, says, streams

pytestmark = pytest.mark.django_db


KEPT = says(json.dumps({"band": 2, "why": "a number"}))
READ = says("ready", prompt=5_000)


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
    stub.models = ["stub-1"]
    stub.script = [says("ready"), streams(["1", " 2"]), KEPT, READ]
    text = run()
    assert "chat       works, 100 tokens in, 20 out" in text
    assert "streaming  works, 2 pieces" in text
    assert "schema     kept (json_schema)" in text
    assert "one interview: 9 calls" in text
    assert "about $0." in text
    assert "context    holds one step" in text
    assert "WRONG" not in text
    assert [call.state for call in LlmCall.objects.all()] == [LlmCall.State.CLOSED] * 3


def test_it_warns_of_a_model_that_keeps_no_schema(stub: Stub) -> None:
    stub.script = [says("ready"), streams(["1", "2"]), says("It is solid."), READ]
    text = run()
    assert "NOT kept" in text
    assert "no price is set" in text


def test_a_refused_key_is_one_sentence_and_a_failed_call(stub: Stub) -> None:
    stub.script = [fails(401)]
    with pytest.raises(CommandError, match="refuses our key"):
        run()
    assert LlmCall.objects.get().state == LlmCall.State.FAILED


def wrongs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("WRONG")]


def test_a_model_that_the_server_does_not_list_is_named(stub: Stub) -> None:
    stub.models = ["llama-8b", "qwen-14b"]
    stub.script = [says("ready"), streams(["1", "2"]), KEPT, READ]
    (line,) = wrongs(run())
    assert "doesn't list 'stub-1' but llama-8b, qwen-14b" in line


def test_an_unknown_model_and_a_wrong_address_are_told_apart(stub: Stub) -> None:
    stub.script = [fails(404, "The model `stub-1` does not exist")]
    with pytest.raises(CommandError, match="knows no model 'stub-1'"):
        run()
    stub.script = [fails(404, "Not Found")]
    with pytest.raises(CommandError, match="usually ends in /v1"):
        run()
    stub.script = [page]
    with pytest.raises(CommandError, match="Check LLM_BASE_URL"):
        run()


def test_a_server_without_json_schema_is_named(stub: Stub) -> None:
    refuses = picky({"json_schema": "response_format type 'json_schema' is unknown"}, KEPT)
    stub.script = [says("ready"), streams(["1", "2"]), refuses, refuses, refuses, READ]
    text = run()
    assert "takes no JSON schema" in wrongs(text)[0]
    assert "kept (json_object)" in text


def test_a_small_context_is_named_whether_it_refuses_or_cuts(stub: Stub, settings: Settings) -> None:
    stub.script = [says("ready"), streams(["1", "2"]), KEPT, fails(400, "exceed_context_size_error")]
    assert "start it with a larger one" in wrongs(run())[0]
    stub.script = [says("ready"), streams(["1", "2"]), KEPT, says("ready", prompt=2_048)]
    assert "read 2,048 of about 4,125 tokens and cut the rest" in wrongs(run())[0]
    settings.LLM_CONTEXT_TOKENS = 4_096
    stub.script = [says("ready"), streams(["1", "2"]), KEPT, READ]
    assert "leaves 3,096; one step takes about 5,500" in wrongs(run())[0]
