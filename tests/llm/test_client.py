"""One complete answer, or an error that says what to do; never a hidden retry."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from pytest_django import Settings

from llm.client import Message, chat, configured_server, read_retry_after, require_server, stream
from llm.errors import BadRequest, ContextOverflow, ModelDown, ModelRefused, ModelTimedOut, NoModel
from tests.stub_model import Stub, fails, hangs, page, picky, says, streams, trickles

ASK: list[Message] = [{"role": "user", "content": "Say fine."}]
SCHEMA = {"type": "object", "properties": {"a": {"type": "string", "maxLength": 5}}, "required": ["a"]}


def test_without_settings_there_is_no_server(settings: Settings) -> None:
    settings.LLM_BASE_URL = ""
    assert configured_server() is None
    with pytest.raises(NoModel, match="LLM_BASE_URL"):
        require_server()


def test_it_returns_the_text_and_what_it_took(stub: Stub) -> None:
    reply = chat(require_server(), ASK, max_tokens=50, schema=SCHEMA, seed=3)
    assert (reply.text, reply.prompt_tokens, reply.completion_tokens, reply.is_cut) == ("fine", 100, 20, False)
    sent = stub.requests[0]
    assert (sent["max_tokens"], sent["temperature"], sent["seed"]) == (50, 0, 3)
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert reply.parameters["schema"] == "json_schema"
    assert "secret-key" not in str(reply)


def test_a_cut_answer_says_so(stub: Stub) -> None:
    stub.script = [says("fi", finish="length")]
    assert chat(require_server(), ASK, max_tokens=1).is_cut


def test_refused_parameters_are_dropped_once_and_named(stub: Stub) -> None:
    stub.script = [
        picky(
            {
                "max_tokens": "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
                "temperature": "Unsupported value: 'temperature' does not support 0 with this model.",
                "maxLength": "Invalid schema for response_format: 'maxLength' is not permitted.",
                "json_schema": "response_format type 'json_schema' is unknown",
            },
            says("fine"),
        )
    ]
    reply = chat(require_server(), ASK, max_tokens=50, schema=SCHEMA)
    assert reply.dropped == ["max_tokens", "temperature", "json_schema", "json_schema_bare"]
    assert stub.requests[-1]["max_completion_tokens"] == 50
    assert stub.requests[-1]["response_format"] == {"type": "json_object"}
    before = len(stub.requests)
    chat(require_server(), ASK, max_tokens=50, schema=SCHEMA)
    assert len(stub.requests) == before + 1


def test_lengths_are_dropped_before_the_schema(stub: Stub) -> None:
    stub.script = [picky({"maxLength": "schema keyword 'maxLength' is not supported"}, says("fine"))]
    reply = chat(require_server(), ASK, max_tokens=50, schema=SCHEMA)
    assert reply.parameters["schema"] == "json_schema_bare"
    assert "maxLength" not in str(stub.requests[-1]["response_format"])
    assert stub.requests[-1]["response_format"]["json_schema"]["schema"]["required"] == ["a"]


@pytest.mark.parametrize(
    "message",
    [
        "This model's maximum context length is 4096 tokens, you requested max_tokens 5000.",
        "the request exceeds the available context size (type exceed_context_size_error)",
        "Your prompt is too long.",
    ],
)
def test_too_long_is_told_apart(stub: Stub, message: str) -> None:
    stub.script = [fails(400, message)]
    with pytest.raises(ContextOverflow):
        chat(require_server(), ASK, max_tokens=50)
    assert len(stub.requests) == 1


def test_another_400_is_not_tried_again(stub: Stub) -> None:
    stub.script = [fails(400, "messages[0].role is wrong")]
    with pytest.raises(BadRequest, match="role is wrong"):
        chat(require_server(), ASK, max_tokens=50)
    assert len(stub.requests) == 1


@pytest.mark.parametrize(("status", "kind"), [(401, ModelRefused), (403, ModelRefused), (404, ModelRefused)])
def test_a_refused_key_is_for_people(stub: Stub, status: int, kind: type[Exception]) -> None:
    stub.script = [fails(status)]
    with pytest.raises(kind, match=str(status)):
        chat(require_server(), ASK, max_tokens=50)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529])
def test_a_busy_server_is_down_and_asked_once(stub: Stub, status: int) -> None:
    stub.script = [fails(status, Retry_After="7")]
    with pytest.raises(ModelDown) as caught:
        chat(require_server(), ASK, max_tokens=50)
    assert caught.value.retry_after == 7
    assert not caught.value.may_have_cost
    assert len(stub.requests) == 1


def test_a_page_is_no_answer(stub: Stub) -> None:
    stub.script = [page]
    with pytest.raises(ModelDown):
        chat(require_server(), ASK, max_tokens=50)


@pytest.mark.parametrize("body", ["", "not json", "[]", "{}", '{"choices": []}', '{"choices": [{}]}', "null"])
def test_broken_json_is_no_answer(stub: Stub, body: str) -> None:
    stub.script = [lambda handler, request: handler.send(200, body)]
    with pytest.raises(ModelDown):
        chat(require_server(), ASK, max_tokens=50)


def test_a_hanging_server_is_given_up_in_time(stub: Stub, settings: Settings) -> None:
    settings.LLM_TIMEOUT_SECONDS = 0.3
    stub.script = [hangs(3)]
    started = time.monotonic()
    with pytest.raises(ModelTimedOut) as caught:
        chat(require_server(), ASK, max_tokens=50)
    assert time.monotonic() - started < 2
    assert caught.value.may_have_cost


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_trickles_is_given_up_in_time(stub: Stub, settings: Settings, part: str) -> None:
    settings.LLM_TIMEOUT_SECONDS = 0.6
    stub.script = [trickles(part, seconds=5)]
    started = time.monotonic()
    with pytest.raises(ModelTimedOut):
        chat(require_server(), ASK, max_tokens=50)
    assert time.monotonic() - started < 2
    stub.script = [says("fine")]
    assert chat(require_server(), ASK, max_tokens=50).text == "fine"


def test_a_stream_that_never_ends_is_given_up_in_time(stub: Stub, settings: Settings) -> None:
    settings.LLM_TIMEOUT_SECONDS = 0.6
    stub.script = [trickles("stream", seconds=5)]
    started = time.monotonic()
    with pytest.raises(ModelTimedOut):
        list(stream(require_server(), ASK, max_tokens=50))
    assert time.monotonic() - started < 2


def test_nobody_there_is_down(stub: Stub, settings: Settings) -> None:
    settings.LLM_BASE_URL = "http://127.0.0.1:9/v1"
    with pytest.raises(ModelDown, match="can't be reached"):
        chat(require_server(), ASK, max_tokens=50)


def test_it_streams(stub: Stub) -> None:
    stub.script = [streams(["fi", "ne", ""])]
    assert list(stream(require_server(), ASK, max_tokens=50)) == ["fi", "ne"]
    assert stub.requests[0]["stream"] is True


def test_retry_after_is_seconds_or_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert read_retry_after({"retry-after": "12"}) == 12
    assert read_retry_after({"retry-after-ms": "1500"}) == 1.5
    assert 50 < (read_retry_after({"retry-after": later}) or 0) <= 60
    assert read_retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0
    assert read_retry_after({"retry-after": "soon"}) is None
    assert read_retry_after({}) is None
