"""The site as people start it, on a free port and with data of its own, for tools that look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def serve(*, has_demo: bool) -> Iterator[str]:
    """The address of a site with the real content; with `has_demo` also the demonstration's learner."""
    with tempfile.TemporaryDirectory(prefix="tradeoff-look-") as folder:
        port = find_port()
        environment = {key: value for key, value in os.environ.items() if key not in {"REDIS_URL", "LLM_BASE_URL"}}
        environment |= {"DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3", "PORT": str(port)}
        environment["WATCH"] = "0"  # as readers have it: the authoring loop adds a script and an open connection
        commands = [["collectstatic", "--noinput", "-v", "0"], ["migrate", "-v", "0"], ["publish", "--quiet"]]
        if has_demo:
            environment["DEMO"] = "1"
            commands = [commands[0], ["make_demo"]]
        quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL}
        for words in commands:
            subprocess.run(
                [sys.executable, "manage.py", *words], env={**environment, "TASKS_INLINE": "1"}, check=True, **quiet
            )
        site = subprocess.Popen(
            [sys.executable, "-m", "config.supervisor"], env=environment, stderr=subprocess.DEVNULL, **quiet
        )
        try:
            wait_for(port, 60)
            yield f"http://127.0.0.1:{port}"
        finally:
            site.terminate()
            site.wait(15)


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The site did not start.")


def find_chromium() -> str:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        raise SystemExit("Chromium is missing: apt-get install chromium, or set CHROMIUM to its path.")
    return path
