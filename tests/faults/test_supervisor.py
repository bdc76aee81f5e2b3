"""`python -m config.supervisor` for real: it starts, answers, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.faults
ROOT = Path(settings.BASE_DIR)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in {"TASKS_INLINE", "DJANGO_SETTINGS_MODULE"}}
    kept |= {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/test.sqlite3",
        "REDIS_URL": "",
        "PORT": str(free_port()),
        "PYTHONUNBUFFERED": "1",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=kept, check=True)
    return kept


@pytest.fixture
def supervisor(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "config.supervisor"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.wait()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"it never said {words!r}, but: {said}")


def children_of(pid: int) -> set[int]:
    """Every living descendant, found through /proc."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found: set[int] = set()
    fresh = {pid}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_in_five_seconds_and_everything_ends_with_it(
    supervisor: subprocess.Popen[str], environment: dict[str, str], number: signal.Signals
) -> None:
    started = time.monotonic()
    said = read_until(supervisor, "Ctrl-C")
    took = time.monotonic() - started
    address = f"http://127.0.0.1:{environment['PORT']}"
    assert address in said
    assert "offline checklist" in said
    with urllib.request.urlopen(f"{address}/me.json") as answer:
        assert answer.status == 200
    family = children_of(supervisor.pid)
    assert len(family) >= 3
    supervisor.send_signal(number)
    supervisor.wait(timeout=5)
    assert supervisor.returncode == 0
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]
    assert took < 15, "a second start is quick; the bound is loose because test machines are shared"


def test_a_dead_child_is_started_again(supervisor: subprocess.Popen[str]) -> None:
    read_until(supervisor, "Ctrl-C")
    sweeper = next(pid for pid in children_of(supervisor.pid) if b"sweep" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(sweeper, signal.SIGKILL)
    assert "starting it again" in read_until(supervisor, "sweeper ended")


def test_a_taken_port_gets_a_sentence(environment: dict[str, str]) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", int(environment["PORT"])))
        holder.listen()
        done = subprocess.run(
            [sys.executable, "-m", "config.supervisor"], cwd=ROOT, env=environment, capture_output=True, text=True
        )
    assert done.returncode == 1
    assert f"Port {environment['PORT']} is taken" in done.stdout
    assert "Traceback" not in done.stderr
