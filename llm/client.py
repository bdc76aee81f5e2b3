"""The one door to a model: Chat Completions on any compatible server, one client a process, no hidden retries."""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict
from urllib.parse import urlsplit

from django.conf import settings

from llm.capabilities import Capabilities, capabilities_of
from llm.errors import BadRequest, ContextOverflow, ModelDown, ModelError, ModelRefused, ModelTimedOut, NoModel
from llm.transport import client_of, http_of, load_deadline, load_sdk

if TYPE_CHECKING:
    import httpx2

_LEARNING_STEPS: Final = 5


class Message(TypedDict):
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Server:
    base_url: str
    api_key: str = field(repr=False)
    model: str
    timeout_seconds: float

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc


@dataclass(frozen=True)
class Reply:
    text: str
    finish: str
    """`stop`, or `length` when the answer was cut at the token limit."""
    prompt_tokens: int
    completion_tokens: int
    model: str
    seconds: float
    parameters: dict[str, Any]
    """What was sent beside the messages, without the schema itself."""
    dropped: list[str]

    @property
    def is_cut(self) -> bool:
        return self.finish == "length"


def configured_server() -> Server | None:
    """The server of the settings; None when no model is configured."""
    if not (settings.LLM_BASE_URL and settings.LLM_MODEL):
        return None
    return Server(settings.LLM_BASE_URL, settings.LLM_API_KEY, settings.LLM_MODEL, float(settings.LLM_TIMEOUT_SECONDS))


def require_server() -> Server:
    server = configured_server()
    if server is None:
        raise NoModel("No model is configured. Set LLM_BASE_URL and LLM_MODEL (and LLM_API_KEY) in .env.")
    return server


def chat(
    server: Server,
    messages: list[Message],
    *,
    max_tokens: int,
    schema: dict[str, Any] | None = None,
    seed: int | None = None,
) -> Reply:
    """One complete answer. Raises a ModelError; a parameter refused with 400 is dropped, remembered and named.

    `timeout_seconds` bounds the whole call, however many bytes come in the meantime.
    """
    able = capabilities_of(server.base_url, server.model)
    with load_deadline().within(server.timeout_seconds):
        for _ in range(_LEARNING_STEPS):
            sent = able.parameters(max_tokens=max_tokens, schema=schema, seed=seed)
            started = time.monotonic()
            try:
                raw = _post(server, {"model": server.model, "messages": messages, **sent})
            except BadRequest as problem:
                if isinstance(problem, ContextOverflow) or not able.learn(problem.sentence):
                    raise
                continue
            return _read_reply(raw, server, sent, able, time.monotonic() - started)
    raise BadRequest(f"{server.host} refuses every form of the request that we know.")


def stream(server: Server, messages: list[Message], *, max_tokens: int) -> Iterator[str]:
    """The pieces of an answer as they come, all of them within `timeout_seconds`. Raises a ModelError."""
    able = capabilities_of(server.base_url, server.model)
    sent = able.parameters(max_tokens=max_tokens, schema=None)
    client: Any = client_of(server)
    until = time.monotonic() + server.timeout_seconds
    with load_deadline().within(server.timeout_seconds), _translated(server):
        chunks = iter(client.chat.completions.create(model=server.model, messages=messages, stream=True, **sent))
    while True:
        # For each piece anew: between two of them this thread may call somebody else.
        with load_deadline().within(until - time.monotonic()), _translated(server):
            chunk = next(chunks, None)
        if chunk is None:
            return
        if getattr(chunk, "choices", None) and chunk.choices[0].delta.content:
            yield chunk.choices[0].delta.content


def list_models(server: Server) -> list[str]:
    """Names of the models that the server offers; empty where it doesn't say. Raises a ModelError."""
    client = client_of(server)
    try:
        with load_deadline().within(server.timeout_seconds), _translated(server):
            return [one.id for one in client.models.list().data]
    except ModelRefused as refused:
        if "(404)" in refused.sentence:
            return []
        raise
    except (AttributeError, ModelDown, BadRequest):
        return []


def _post(server: Server, body: dict[str, Any]) -> Any:
    """The reply as plain data, None for a page. The SDK would build types of it, and of the body, that we don't use."""
    http = http_of(server)
    content, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
    with _translated(server):
        response = http.post("/chat/completions", content=content, headers=headers)
        if not response.is_success:
            raise _status_error(server, response)
        return response.json() if "json" in response.headers.get("Content-Type", "") else None


@contextmanager
def _translated(server: Server) -> Iterator[None]:
    """Errors of the SDK, and those that come raw out of a stream, as ours."""
    sdk, http = load_sdk(), importlib.import_module("httpx2")
    try:
        yield
    except (sdk.APITimeoutError, http.TimeoutException):
        raise ModelTimedOut(f"{server.host} did not answer within {server.timeout_seconds:g} s.") from None
    except (sdk.APIConnectionError, http.RequestError, http.InvalidURL):
        raise ModelDown(f"{server.host} can't be reached.") from None
    except sdk.APIStatusError as error:
        raise _status_error(server, error.response) from None
    except (sdk.APIError, ValueError, TypeError):
        raise ModelDown(f"{server.host} answered with something that is not JSON.") from None


def _status_error(server: Server, response: httpx2.Response) -> ModelError:
    status, message = response.status_code, response.text[:600]
    if status in {401, 403}:
        return ModelRefused(f"{server.host} refuses our key ({status}). Check LLM_API_KEY.")
    if status == 404 and "model" in message.lower():
        return ModelRefused(f"{server.host} knows no model {server.model!r} (404). Check LLM_MODEL.")
    if status == 404:
        return ModelRefused(f"{server.host} has nothing at this address (404). LLM_BASE_URL usually ends in /v1.")
    if status in {400, 413, 422} and is_about_context(message):
        return ContextOverflow(f"The request is longer than the context of {server.model}.")
    if status in {400, 413, 422}:
        return BadRequest(f"{server.host} refuses the request ({status}): {message[:200]}")
    return ModelDown(_busy_sentence(server, status), retry_after=read_retry_after(response.headers))


def _busy_sentence(server: Server, status: int) -> str:
    if status == 429:
        return f"{server.host} is busy (429)."
    return f"{server.host} failed ({status})."


def is_about_context(message: str) -> bool:
    text = message.lower()
    return any(
        sign in text for sign in ("context length", "context size", "context window", "exceed_context", "too long")
    )


def read_retry_after(headers: Any) -> float | None:
    """Seconds from Retry-After (a number or a date) or retry-after-ms; None when absent or unreadable."""
    utils = importlib.import_module("email.utils")
    try:
        if headers.get("retry-after-ms"):
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        value = headers.get("retry-after")
        if not value:
            return None
        if value.strip().replace(".", "", 1).isdigit():
            return float(value)
        return max(0.0, float(utils.parsedate_to_datetime(value).timestamp() - time.time()))
    except (TypeError, ValueError):
        return None


def _read_reply(raw: Any, server: Server, sent: dict[str, Any], able: Capabilities, seconds: float) -> Reply:
    try:
        choice = raw["choices"][0]
        text, finish = choice["message"]["content"] or "", choice.get("finish_reason") or "stop"
    except (KeyError, IndexError, TypeError):
        page = f"{server.host} answered with a page instead of a completion. Check LLM_BASE_URL."
        raise ModelDown(page) from None
    usage = raw.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    shown = {key: value for key, value in sent.items() if key != "response_format"}
    shown["schema"] = able.schema if "response_format" in sent else "none"
    return Reply(
        text=text,
        finish=finish,
        prompt_tokens=usage.get("prompt_tokens") or 0,
        completion_tokens=usage.get("completion_tokens") or 0,
        model=raw.get("model") or server.model,
        seconds=round(seconds, 3),
        parameters=shown,
        dropped=list(able.dropped),
    )
