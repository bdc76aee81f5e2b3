"""Real servers on a database of their own: a file, or a new database where the tests run on PostgreSQL."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from redis import Redis

ROOT = Path(settings.BASE_DIR)
REDIS_DATABASE = 15
"""Of the throwaway Redis; the parallel unit tests use the first ones."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """An empty, migrated site. Nothing runs yet."""
    url = os.environ.get("DATABASE_URL", "")
    name = f"faults_{secrets.token_hex(6)}"
    if url.startswith("postgres"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        own = f"{url.rpartition('/')[0]}/{name}"
    else:
        own = f"sqlite:///{tmp_path}/site.sqlite3"
    redis = os.environ.get("REDIS_URL", "")
    site = Site(tmp_path, own, f"{redis.rpartition('/')[0]}/{REDIS_DATABASE}" if redis else "")
    try:
        site.empty_broker()
        site.manage("migrate", "-v", "0")
        yield site
    finally:
        site.kill()
        if url.startswith("postgres"):
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class Site:
    """Processes of one site, each started and killed for real."""

    def __init__(self, folder: Path, database_url: str, redis_url: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        kept = {key: value for key, value in os.environ.items() if key != "TASKS_INLINE"}
        self.environment = kept | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "only-for-tests",
        }
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def empty_broker(self) -> None:
        if self.environment["REDIS_URL"]:
            Redis.from_url(self.environment["REDIS_URL"]).flushdb()
        for name in ("queue", "control"):
            Path(self.environment["DATA_DIR"], "broker", name).mkdir(parents=True, exist_ok=True)

    @contextmanager
    def writes_held(self) -> Iterator[None]:
        """Meanwhile nobody can commit a verdict or a call, whatever the worker has in hand."""
        url = self.environment["DATABASE_URL"]
        if url.startswith("postgres"):
            with psycopg.connect(url) as connection:
                connection.execute("LOCK TABLE llm_llmcall, grading_stepverdict IN EXCLUSIVE MODE")
                yield
                connection.rollback()
            return
        holder = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            holder.rollback()
            holder.close()

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)

    def start_attempts(self, count: int, *, minutes_ago: int = 1) -> list[dict[str, Any]]:
        """Guests with a running attempt each: `id` and the `cookie` of their browser."""
        return list(json.loads(self.run("-m", "tests.faults.candidate", "start", str(count), str(minutes_ago))))

    def read_attempts(self, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What is stored of them now, see `candidate.read`."""
        return list(json.loads(self.run("-m", "tests.faults.candidate", "read", *(one["id"] for one in people))))

    def serve(self) -> None:
        """The embedded default's web process, answering."""
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--no-ws"]
        command += ["--port", str(self.port), "--workers", "1", "--log-level", "error", "config.asgi:application"]
        self.server = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """kill -9 to the server and its workers, in the middle of whatever they do."""
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None
