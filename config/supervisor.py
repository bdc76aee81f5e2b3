"""`python -m config.supervisor`: web, worker and sweeper as one process group that starts and ends together."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from config.settings import env

ROOT = env.ROOT
END_WITHIN_SECONDS = 4.0
RESTART_AFTER_SECONDS = 1.0
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
QUICK_DEATHS = 5
"""A child that dies this often within ten seconds of starting is not started again."""


@dataclass
class Child:
    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_deaths: int = 0
    extra_env: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            cwd=ROOT,
            env={**os.environ, **self.extra_env},
            start_new_session=True,
            preexec_fn=die_with_parent if sys.platform == "linux" else None,
        )


def die_with_parent() -> None:
    """Linux: the kernel ends the child when the supervisor is killed outright."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def is_port_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def commands(host: str, port: int) -> list[Child]:
    python = sys.executable
    web = [python, "-m", "granian", "--interface", "asgi", "--host", host, "--port", str(port), "--workers", "1"]
    web += ["--no-ws", "--log-level", "warning", "--workers-kill-timeout", "3", "config.asgi:application"]
    worker = [python, "-m", "celery", "--quiet", "-A", "config", "worker", "-P", "threads"]
    worker += ["-c", str(env.number("WORKER_THREADS", 4)), "--without-gossip", "--without-mingle"]
    worker += ["--without-heartbeat", "--loglevel", "WARNING"]
    watches = env.is_on("WATCH", default=host in LOOPBACK)
    children = [
        Child("web", web, extra_env={"WATCH": "1" if watches else "0"}),
        # A laptop's container runs as root; celery's three lines about it on every start would hide our own.
        Child("worker", worker, extra_env={"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}),
        Child("sweeper", [python, "manage.py", "sweep", "--forever"]),
    ]
    if watches:
        children.append(Child("watcher", [python, "manage.py", "watch"]))
    return children


def wipe_file_broker(data_dir: Path) -> None:
    """The filesystem broker only wakes workers up; what waits there from an earlier run is stale."""
    broker = data_dir / "broker"
    shutil.rmtree(broker, ignore_errors=True)
    for name in ("queue", "control"):
        (broker / name).mkdir(parents=True, exist_ok=True)


class Supervisor:
    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.is_ending = False

    def run(self, when_ready: Callable[[], None]) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.end)
        for child in self.children:
            child.start()
        when_ready()
        code = 0
        while not self.is_ending:
            time.sleep(0.2)
            code = self.look_after() or code
        self.stop_all()
        return code

    def end(self, _number: int, _frame: FrameType | None) -> None:
        self.is_ending = True

    def look_after(self) -> int:
        """Start again what died; give up on what keeps dying."""
        for child in self.children:
            if child.process is None or child.process.poll() is None:
                continue
            lived = time.monotonic() - child.started_at
            child.quick_deaths = child.quick_deaths + 1 if lived < 10 else 0
            if child.quick_deaths >= QUICK_DEATHS:
                say(f"The {child.name} ends as soon as it starts (exit {child.process.returncode}). Stopping.")
                self.is_ending = True
                return 1
            say(f"The {child.name} ended (exit {child.process.returncode}); starting it again.")
            time.sleep(RESTART_AFTER_SECONDS)
            child.start()
        return 0

    def stop_all(self) -> None:
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            signal_group(process, signal.SIGTERM)
        until = time.monotonic() + END_WITHIN_SECONDS
        while time.monotonic() < until and any(process.poll() is None for process in running):
            time.sleep(0.05)
        for process in running:
            signal_group(process, signal.SIGKILL)
            process.wait()


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def wait_until_open(host: str, port: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex((host, port)) == 0:
                return True
        time.sleep(0.05)
    return False


def describe_judge() -> str:
    base, model = env.text("LLM_BASE_URL"), env.text("LLM_MODEL")
    if base and model:
        return f"Judge: {model} at {base}."
    return (
        "Judge: the offline checklist (no model configured). For a model, set LLM_BASE_URL, LLM_API_KEY and LLM_MODEL "
        "in .env, then try it with `make check-model`."
    )


def main() -> int:
    host, port = env.text("HOST", "127.0.0.1"), env.number("PORT", 8000)
    if not is_port_free(host, port):
        say(f"Port {port} is taken on {host}. Stop what listens there, or choose another: make run PORT={port + 1}")
        return 1
    wipe_file_broker(Path(env.text("DATA_DIR", str(ROOT / "var"))))

    def when_ready() -> None:
        if wait_until_open(host, port, 20):
            label = "\nThis is the demonstration database." if env.is_on("DEMO") else ""
            say(f"\nTradeoff is at http://{host}:{port}{label}\n{describe_judge()}\nCtrl-C ends it.")

    return Supervisor(commands(host, port)).run(when_ready)


if __name__ == "__main__":
    sys.exit(main())
