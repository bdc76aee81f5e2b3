"""A real local server that speaks Chat Completions and misbehaves as told: one behaviour a request, in order."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler", dict[str, Any]], None]


@dataclass
class Stub:
    url: str = ""
    script: list[Behaviour] = field(default_factory=list)
    """What the next requests get; the last one stays."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    models: list[str] = field(default_factory=list)
    """What `GET /models` lists; nothing: the server has no such address."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, request: dict[str, Any]) -> Behaviour:
        with self.lock:
            self.requests.append(request)
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]


class Handler(BaseHTTPRequestHandler):
    stub: Stub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = json.loads(body)
        # The client may have given up, which is what some tests are about.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.stub.next(request)(self, request)

    def do_GET(self) -> None:
        """The list of models, where a test gave one."""
        if not self.stub.models:
            fails(404, "not found")(self, {})
            return
        rows = [{"id": name, "object": "model", "created": 1, "owned_by": "x"} for name in self.stub.models]
        self.send(200, json.dumps({"object": "list", "data": rows}))

    def send(self, status: int, body: str, kind: str = "application/json", **headers: str) -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def completion(text: str, finish: str = "stop", prompt: int = 100, answer: int = 20) -> str:
    return json.dumps(
        {
            "id": "x",
            "object": "chat.completion",
            "created": 1,
            "model": "stub-1",
            "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}],
            "usage": {"prompt_tokens": prompt, "completion_tokens": answer, "total_tokens": prompt + answer},
        }
    )


def says(text: str, finish: str = "stop", prompt: int = 100) -> Behaviour:
    return lambda handler, request: handler.send(200, completion(text, finish, prompt))


def answers(make: Callable[[dict[str, Any]], Any]) -> Behaviour:
    """JSON made from the request."""
    return lambda handler, request: handler.send(200, completion(json.dumps(make(request))))


def fails(status: int, message: str = "broken", **headers: str) -> Behaviour:
    body = json.dumps({"error": {"message": message, "type": "error", "code": status}})
    return lambda handler, request: handler.send(status, body, **headers)


def page(handler: Handler, request: dict[str, Any]) -> None:
    handler.send(200, "<!doctype html><title>Welcome to our network</title>", "text/html")


def hangs(seconds: float) -> Behaviour:
    return lambda handler, request: time.sleep(seconds)


def trickles(part: str, seconds: float) -> Behaviour:
    """A byte now and then in the `headers`, the `body` or the pieces of a `stream`; no single wait is long."""
    kind = "text/event-stream" if part == "stream" else "application/json"
    piece = b'data: {"id": "x", "choices": [{"index": 0, "delta": {"content": "x"}}]}\n\n' if part == "stream" else b" "

    def behave(handler: Handler, request: dict[str, Any]) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nX-Slow: ".encode()
        handler.wfile.write(head if part == "headers" else head + b"no\r\nConnection: close\r\n\r\n")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            handler.wfile.write(b"x" if part == "headers" else piece)
            time.sleep(0.1)
        handler.close_connection = True

    return behave


def streams(pieces: list[str]) -> Behaviour:
    def behave(handler: Handler, request: dict[str, Any]) -> None:
        chunks = [
            {"choices": [{"index": 0, "delta": {"content": piece}}], "object": "chat.completion.chunk"}
            for piece in pieces
        ]
        lines = [f"data: {json.dumps({'id': 'x', 'created': 1, 'model': 'stub-1', **one})}\n\n" for one in chunks]
        handler.send(200, "".join([*lines, "data: [DONE]\n\n"]), "text/event-stream")

    return behave


def picky(refusals: dict[str, str], then: Behaviour) -> Behaviour:
    """Refuses with 400 any request that has one of these parameters, naming it."""

    def behave(handler: Handler, request: dict[str, Any]) -> None:
        for name, message in refusals.items():
            if name in request or name in json.dumps(request.get("response_format", {})):
                fails(400, message)(handler, request)
                return
        then(handler, request)

    return behave


@contextmanager
def running(*script: Behaviour) -> Iterator[Stub]:
    stub = Stub(script=list(script))
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"stub": stub}))
    server.daemon_threads = True
    server.block_on_close = False
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    stub.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
