"""The site as people start it, on a free port and with data of its own, for tools and tests that look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
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
def serve(folder: Path, *, has_demo: bool = False, **extra: str) -> Iterator[str]:
    """The address of a site with an empty database in `folder`, or with the demonstration's learner.

    `extra` goes into its environment. It is run as readers have it: the authoring loop adds a script and an open
    connection to each page, so who wants it says `WATCH="1"`.
    """
    port = find_port()
    ours = {"TASKS_INLINE", "REDIS_URL", "LLM_BASE_URL"}
    environment = {key: value for key, value in os.environ.items() if key not in ours}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "PORT": str(port),
        "WATCH": "0",
        **({"DEMO": "1"} if has_demo else {}),
        **extra,
    }
    make = [["make_demo"]] if has_demo else [["migrate", "-v", "0"], ["publish", "--quiet"]]
    for words in [["collectstatic", "--noinput", "-v", "0"], *make]:
        command = [sys.executable, "manage.py", *words]
        subprocess.run(
            command, cwd=ROOT, env={**environment, "TASKS_INLINE": "1"}, check=True, stdout=subprocess.DEVNULL
        )
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "config.supervisor"]
        site = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
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
