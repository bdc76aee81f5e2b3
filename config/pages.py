"""The outermost callables: stored pages as bytes, everything else to the application behind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import TYPE_CHECKING, Any

from courses.store import PageStore

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

Message = MutableMapping[str, Any]
AsgiApp = Callable[[Any, Any, Any], Awaitable[None]]
"""`app(scope, receive, send)`; the libraries that we join each type the three in their own way."""


class PagesWsgi:
    """WSGI: stored pages first."""

    def __init__(self, application: WSGIApplication, store: PageStore) -> None:
        self._application = application
        self._store = store

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        answer = self._store.respond(
            environ["REQUEST_METHOD"],
            environ.get("PATH_INFO", ""),
            environ.get("HTTP_ACCEPT_ENCODING", ""),
            environ.get("HTTP_IF_NONE_MATCH", ""),
        )
        if answer is None:
            return self._application(environ, start_response)
        start_response(answer.status_line, answer.headers)
        return [answer.body]


class PagesAsgi:
    """ASGI: stored pages first, streams to Django's ASGI handler, all else to Django's WSGI in its thread pool."""

    def __init__(self, *, store: PageStore, streams: AsgiApp, application: AsgiApp) -> None:
        self._store = store
        self._streams = streams
        self._application = application

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if scope["type"] != "http":
            return
        accept_encoding = if_none_match = ""
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                accept_encoding = value.decode("latin-1")
            elif name == b"if-none-match":
                if_none_match = value.decode("latin-1")
        answer = self._store.respond(scope["method"], scope["path"], accept_encoding, if_none_match)
        if answer is None:
            if scope["path"].startswith("/events/"):
                await self._streams(scope, receive, send)
            else:
                await self._application(scope, as_coroutine(receive), send)
            return
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.raw_headers})
        await send({"type": "http.response.body", "body": answer.body})


def as_coroutine(receive: Callable[[], Awaitable[Message]]) -> Callable[[], Awaitable[Message]]:
    """a2wsgi hands `receive()` to another thread, which takes coroutines only; granian's is another awaitable."""

    async def receive_message() -> Message:
        return await receive()

    return receive_message


async def _live(receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
