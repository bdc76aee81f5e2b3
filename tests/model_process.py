"""The stub model server as a process of its own: `python -m tests.model_process` prints its address and stays.

What it does with a request stands in the answer that it is asked to grade: `Do: page x2.` gets a page twice and a good
reply afterwards; without such words it is good. `GET` tells how many requests each behaviour has seen; `POST /hold`
keeps all replies back until `POST /release`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from tests.stub_model import Behaviour, Handler, Stub, answers, fails, hangs, page, says, trickles

QUOTE = "when it is full for 5 s we answer 429"
MADE_UP = "we replicate every queue across three regions of the world"

SECONDS = 0.25


def verdict(quote: str) -> dict[str, Any]:
    return {"evidence": [{"kind": "quote", "text": quote}], "why": "Says when it refuses.", "band": 3}


def criteria_of(request: dict[str, Any]) -> list[str]:
    return list(request["response_format"]["json_schema"]["schema"]["properties"]["criteria"]["properties"])


def good(request: dict[str, Any]) -> dict[str, Any]:
    return {"criteria": {one: verdict(QUOTE) for one in criteria_of(request)}, "red_flags": []}


def invented_ids(request: dict[str, Any]) -> dict[str, Any]:
    return {"criteria": {f"made-up-{one}": verdict(QUOTE) for one in criteria_of(request)}, "red_flags": []}


def invented_quotes(request: dict[str, Any]) -> dict[str, Any]:
    return {"criteria": {one: verdict(MADE_UP) for one in criteria_of(request)}, "red_flags": []}


def slow(handler: Handler, request: dict[str, Any]) -> None:
    time.sleep(1)
    answers(good)(handler, request)


def cut_in_the_middle(handler: Handler, request: dict[str, Any]) -> None:
    """The connection ends before the body does."""
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"choi')
    handler.close_connection = True


BEHAVIOURS: dict[str, Behaviour] = {
    "good": answers(good),
    "slow": slow,
    "busy": fails(429, Retry_After="2"),
    "broken": fails(500),
    "page": page,
    "gone": cut_in_the_middle,
    "cut": says('{"criteria": {"estimation-1": {"evid', finish="length"),
    "schema": says('{"grade": "B+", "comment": "solid"}'),
    "ids": answers(invented_ids),
    "quotes": answers(invented_quotes),
    "hang": hangs(600),
    "trickle": trickles("body", 600),
}
ORDER = re.compile(r"Do: (\w+) x(\d+)\.")


class Actor(Handler):
    seen: ClassVar[Counter[str]] = Counter()
    gate = threading.Event()
    lock = threading.Lock()

    def do_GET(self) -> None:
        self.send(200, json.dumps(self.seen))

    def do_POST(self) -> None:
        if self.path in {"/hold", "/release"}:
            (self.gate.clear if self.path == "/hold" else self.gate.set)()
            self.send(200, "{}")
            return
        super().do_POST()

    def act(self, request: dict[str, Any]) -> None:
        order = ORDER.search(json.dumps(request["messages"]))
        name, times = (order[1], int(order[2])) if order else ("good", 0)
        with self.lock:
            self.seen[f"{name} x{times}"] += 1
            self.seen["all"] += 1
            behaviour = BEHAVIOURS[name] if self.seen[f"{name} x{times}"] <= times else BEHAVIOURS["good"]
        time.sleep(SECONDS)
        self.gate.wait()
        try:
            behaviour(self, request)
        finally:  # to nobody, where the worker is gone by now
            with self.lock:
                self.seen["replied"] += 1


def main() -> None:
    Actor.gate.set()
    stub = Stub(script=[lambda handler, request: handler.act(request)])  # type: ignore[attr-defined]
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Actor,), {"stub": stub}))
    server.daemon_threads = True
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever(0.02)


class Model:
    """The process, from outside."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.url = f"{address}/v1"

    def seen(self) -> Counter[str]:
        with urllib.request.urlopen(self.address) as answer:
            return Counter(json.load(answer))

    def hold(self) -> None:
        self._post("hold")

    def release(self) -> None:
        self._post("release")

    def _post(self, verb: str) -> None:
        urllib.request.urlopen(f"{self.address}/{verb}", data=b"{}").close()


@contextmanager
def started() -> Iterator[Model]:
    command = [sys.executable, "-m", "tests.model_process"]
    root = Path(__file__).resolve().parent.parent
    process = subprocess.Popen(command, cwd=root, env=dict(os.environ), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Model(process.stdout.readline().strip())
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
