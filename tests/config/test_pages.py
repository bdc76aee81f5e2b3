"""The outermost callables: what is stored is answered at once, everything else goes on to the right application."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from config.pages import PagesAsgi, PagesWsgi
from courses.store import Answer, PageStore


class OnePage(PageStore):
    """A store that knows `/` alone."""

    def respond(self, method: str, path: str, accept_encoding: str, if_none_match: str) -> Answer | None:
        if path != "/":
            return None
        return Answer(200, [("Content-Type", "text/html"), ("X-Seen", f"{accept_encoding}|{if_none_match}")], b"page")


@pytest.fixture
def store(tmp_path: Path) -> PageStore:
    return OnePage(tmp_path)


async def run(application: PagesAsgi, path: str, receive: Callable[[], Awaitable[Any]]) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"accept-encoding", b"br"), (b"if-none-match", b'"x"'), (b"cookie", b"secret")]
    await application({"type": "http", "method": "GET", "path": path, "headers": headers}, receive, send)
    return sent


class OddAwaitable:
    """Like granian's `receive()`: awaitable, and not a coroutine."""

    def __await__(self) -> Generator[Any, None, dict[str, Any]]:
        yield from ()
        return {"type": "http.request", "body": b"hello"}


def receive_oddly() -> Awaitable[Any]:
    return OddAwaitable()


@pytest.fixture
def application(store: PageStore) -> PagesAsgi:
    def answer(name: str) -> Any:
        async def inner(scope: Any, receive: Any, send: Any) -> None:
            message = receive()
            assert asyncio.iscoroutine(message) or name == "streams"
            await send({"from": name, "body": (await message)["body"]})

        return inner

    return PagesAsgi(store=store, streams=answer("streams"), application=answer("django"))


def test_asgi_answers_a_stored_page_itself(application: PagesAsgi) -> None:
    sent = asyncio.run(run(application, "/", receive_oddly))
    assert sent[0]["status"] == 200
    assert (b"x-seen", b'br|"x"') in sent[0]["headers"]
    assert sent[1]["body"] == b"page"


def test_asgi_sends_streams_to_one_and_the_rest_to_the_other(application: PagesAsgi) -> None:
    assert asyncio.run(run(application, "/events/x", receive_oddly))[0]["from"] == "streams"
    assert asyncio.run(run(application, "/learn/", receive_oddly)) == [{"from": "django", "body": b"hello"}]


def test_asgi_lives_and_dies_when_told(application: PagesAsgi) -> None:
    messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    sent: list[Any] = []

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(application({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_wsgi_answers_a_stored_page_and_passes_the_rest_on(store: PageStore) -> None:
    seen: list[Any] = []

    def behind(environ: Any, start_response: Any) -> list[bytes]:
        return [b"django"]

    wsgi = PagesWsgi(behind, store)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_ACCEPT_ENCODING": "gzip"}
    assert list(wsgi(environ, lambda *args: seen.append(args))) == [b"page"]  # type: ignore[arg-type]
    assert seen[0][0] == "200 OK"
    assert list(wsgi({**environ, "PATH_INFO": "/learn/"}, seen.append)) == [b"django"]  # type: ignore[arg-type]
