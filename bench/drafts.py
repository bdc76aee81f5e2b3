"""Draft saves: a second and CPU a save, through our servers and in process, beside the raw driver's conditional UPDATE.

Everybody saves 1.5 kB of text with the durability of the embedded default (WAL, synchronous=FULL). The measured process
works on a throwaway SQLite database, so that nothing of the site is touched. `python -m bench.drafts` measures alone.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from bench.pages import cpu_seconds, free_port, granian, wait  # noqa: E402 - needs the apps to be ready

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 120
SECONDS = 5
ROUNDS = 3
CONNECTIONS = 16
TEXT = "The client opens one SSE stream to the gateway. " * 31
HERE = "BENCH_DRAFTS_HERE"
"""Set for the process that measures: its settings point at the throwaway database."""
SEQ_A_RUN = 10_000_000
"""Every run goes on as the same page with later saves, so that none of them is a conflict or a repeat."""
TOKEN = "b" * 32
"""A CSRF secret; a browser sends its own as cookie and header."""

WRK = """
local targets = {{ {targets} }}
local text = "{text}"
local at, seq = 0, {first}
request = function()
  at = at % #targets + 1
  if at == 1 then seq = seq + 1 end
  local body = '{{"text":"' .. text .. seq .. '","base_rev":0,"client_id":"bench",'
  body = body .. '"active_ms":2000,"client_seq":' .. (seq + 1) .. '}}'
  local headers = {{ ["Content-Type"] = "application/json", ["X-CSRFToken"] = "{token}", ["Cookie"] = targets[at][2] }}
  return wrk.format("PUT", targets[at][1], headers, body)
end
"""


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="tradeoff-drafts-") as folder:
        environment = {
            **os.environ,
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            HERE: "1",
        }
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=environment, check=True)
        done = subprocess.run(
            [sys.executable, "-m", "bench.drafts"], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
        )
    return dict(json.loads(done.stdout))


def measure_here() -> dict[str, Any]:
    """All of it, in a process whose settings point at the throwaway database."""
    targets = make_people()
    raw = [measure_raw() for _ in range(ROUNDS)]
    wsgi = [measure_wsgi(targets, number) for number in range(ROUNDS)]
    figures: dict[str, Any] = {
        "text_bytes": len(TEXT),
        "raw_conditional_update": middle(raw),
        "wsgi_in_process": middle(wsgi),
    }
    if shutil.which("wrk"):
        for interface, target in (("asgi", "config.asgi:application"), ("wsgi", "config.wsgi:application")):
            first = ROUNDS * (2 if interface == "wsgi" else 1)
            figures[f"granian_{interface}"] = measure_server(interface, target, targets, first=first)
    base = figures["raw_conditional_update"]["saves_per_second"]
    for part in figures.values():
        if isinstance(part, dict):
            part["percent_of_raw"] = round(100 * part["saves_per_second"] / base, 1)
    return figures


def middle(pairs: list[tuple[float, float]]) -> dict[str, Any]:
    rate, cpu = sorted(pairs)[len(pairs) // 2]
    return {"saves_per_second": round(rate), "cpu_microseconds_per_save": round(cpu)}


def make_people() -> list[tuple[str, str]]:
    """Running attempts of many people, as (path of a draft, Cookie header)."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from accounts.models import User
    from mock_interviews.services import start_attempt
    from tests import factories

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    interview = factories.make_interview()
    targets = []
    for _ in range(PEOPLE):
        user = User.objects.create_guest()
        started = start_attempt(
            user=user, interview=interview, level="senior", mode="timed", minutes=60, now=timezone.now()
        )
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"
        targets.append((f"/api/v1/attempts/{started.attempt.public_id}/drafts/estimation/", cookie))
    return targets


def measure_raw() -> tuple[float, float]:
    """The same two statements in one transaction, by the driver itself, on a table of the same shape."""
    path = Path(os.environ["DATA_DIR"]) / f"raw-{time.monotonic_ns()}.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE attempt (id INTEGER PRIMARY KEY, state TEXT, closes_at TEXT);"
        "CREATE TABLE draft (id INTEGER PRIMARY KEY, attempt_id INTEGER, text TEXT, rev INTEGER, at TEXT);"
        "CREATE TABLE change (id INTEGER PRIMARY KEY, draft_id INTEGER, rev INTEGER, delta TEXT, at TEXT);"
    )
    people = range(1, PEOPLE + 1)
    connection.executemany("INSERT INTO attempt VALUES (?, 'active', '2100')", [(number,) for number in people])
    connection.executemany("INSERT INTO draft VALUES (?, ?, '', 0, '')", [(number, number) for number in people])
    started, used, count = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - started < SECONDS:
        number, rev = count % PEOPLE + 1, count // PEOPLE
        connection.execute("BEGIN IMMEDIATE")
        cursor = connection.execute(
            "UPDATE draft SET text = ?, rev = rev + 1, at = '2026' WHERE id = ? AND rev = ? AND EXISTS "
            "(SELECT 1 FROM attempt WHERE id = draft.attempt_id AND state = 'active' AND closes_at >= '2026')",
            (f"{TEXT}{count}", number, rev),
        )
        assert cursor.rowcount == 1
        connection.execute("INSERT INTO change VALUES (NULL, ?, ?, '[1488,0,\"x\"]', '2026')", (number, rev + 1))
        connection.execute("COMMIT")
        count += 1
    took = time.perf_counter() - started
    return count / took, (time.process_time() - used) / count * 1e6


def measure_wsgi(targets: list[tuple[str, str]], number: int) -> tuple[float, float]:
    """The whole WSGI application, called in one thread: what Python itself costs."""
    from config.wsgi import application

    started, used, count = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - started < SECONDS:
        path, cookie = targets[count % PEOPLE]
        seq = number * SEQ_A_RUN + count + 1
        save = {"text": f"{TEXT}{seq}", "base_rev": 0, "client_id": "bench", "client_seq": seq, "active_ms": 2000}
        status = call(application, path, cookie, json.dumps(save).encode())
        assert status == "200 OK", status
        count += 1
    took = time.perf_counter() - started
    return count / took, (time.process_time() - used) / count * 1e6


def call(application: Any, path: str, cookie: str, body: bytes) -> str:
    statuses: list[str] = []
    environ = {
        "REQUEST_METHOD": "PUT",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": cookie,
        "HTTP_X_CSRFTOKEN": TOKEN,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
    answer = application(environ, lambda status, _: statuses.append(status))
    b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return statuses[0]


def measure_server(interface: str, target: str, targets: list[tuple[str, str]], *, first: int) -> dict[str, Any]:
    """A real server on a real port, saved to by wrk over many connections."""
    port = free_port()
    server = subprocess.Popen(granian(interface, target, port), cwd=ROOT, start_new_session=True)
    try:
        wait(port)
        runs = [load_saves(port, server.pid, targets, first + number) for number in range(ROUNDS)]
    finally:
        # wrk leaves requests in flight, and the ASGI server would wait for them.
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    slowest = max(run[2] for run in runs)
    return {**middle([run[:2] for run in runs]), "connections": CONNECTIONS, "p99_ms": slowest}


def load_saves(port: int, pid: int, targets: list[tuple[str, str]], run: int) -> tuple[float, float, float]:
    """Saves a second, CPU microseconds a save, and the 99th percentile in ms."""
    rows = ", ".join(f'{{"{path}", "{cookie}"}}' for path, cookie in targets)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(WRK.format(targets=rows, text=TEXT, first=run * SEQ_A_RUN, token=TOKEN))
        script.flush()
        before = cpu_seconds(pid)
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", script.name]
        out = subprocess.run([*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True).stdout
        used = cpu_seconds(pid) - before
    if "Non-2xx" in out:
        raise RuntimeError(out)
    count, rate = int(_find(r"(\d+) requests in", out)[1]), float(_find(r"Requests/sec:\s+([\d.]+)", out)[1])
    late = _find(r"99%\s+([\d.]+)(us|ms|s)", out)
    return rate, used / count * 1e6, float(late[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[late[2]]


def _find(pattern: str, text: str) -> re.Match[str]:
    found = re.search(pattern, text)
    assert found is not None, text
    return found


if __name__ == "__main__":
    print(json.dumps(measure_here() if HERE in os.environ else measure(), indent=2))
