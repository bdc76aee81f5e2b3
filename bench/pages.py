"""A lesson page: requests a second and CPU a request of our servers, beside nginx with the same brotli file."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from courses.store import page_store
from lessons.models import Lesson

SECONDS = 6
ROUNDS = 3
CONNECTIONS = 32

NGINX = """
daemon off; pid {folder}/pid; error_log stderr crit; worker_processes 1; user {user};
events {{ worker_connections 512; }}
http {{
  access_log off; default_type "text/html; charset=utf-8";
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  open_file_cache max=100; sendfile on; keepalive_requests 1000000;
  server {{ listen 127.0.0.1:{port}; root {folder}; add_header Content-Encoding br; }}
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_seconds(pid: int) -> float:
    """User + system seconds of a process and its children that are alive."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(folder.name) == pid or int(fields[1]) == pid:
            total += (int(fields[11]) + int(fields[12])) / ticks
    return total


def load(url: str, pid: int) -> tuple[float, float]:
    """Requests a second and CPU microseconds a request, from one bounded wrk run."""
    before = cpu_seconds(pid)
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", "Accept-Encoding: br", url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(pid) - before
    if "Non-2xx" in out:
        raise RuntimeError(out)
    count = int(re.search(r"(\d+) requests in", out)[1])  # type: ignore[index]
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])  # type: ignore[index]
    return rate, used / count * 1e6


def wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def granian(interface: str, target: str, port: int) -> list[str]:
    command = [sys.executable, "-m", "granian", "--interface", interface, "--host", "127.0.0.1", "--port", str(port)]
    return [*command, "--workers", "1", "--workers-kill-timeout", "2", "--no-ws", "--log-level", "error", target]


def measure() -> dict[str, Any]:
    for tool in ("wrk", "nginx"):
        if shutil.which(tool) is None:
            return {"skipped": f"{tool} is missing (apt-get install wrk nginx-light)"}
    lesson = Lesson.objects.filter(state=Lesson.State.PUBLISHED).first()
    assert lesson is not None, "publish first"
    path = reverse("lessons:lesson-show", args=[lesson.slug])
    stored = page_store().find(path)
    assert stored is not None, "publish first"
    with tempfile.TemporaryDirectory(prefix="tradeoff-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "page").write_bytes(stored.bodies["br"])
        ports = {"nginx": free_port(), "granian_asgi_routed": free_port(), "granian_wsgi": free_port()}
        conf = folder / "nginx.conf"
        user = "root" if os.geteuid() == 0 else "nobody"
        conf.write_text(NGINX.format(folder=folder, port=ports["nginx"], user=user))
        commands = {
            "nginx": ["nginx", "-c", str(conf)],
            "granian_asgi_routed": granian("asgi", "config.asgi:application", ports["granian_asgi_routed"]),
            "granian_wsgi": granian("wsgi", "config.wsgi:application", ports["granian_wsgi"]),
        }
        servers = {name: subprocess.Popen(command, cwd=settings.BASE_DIR) for name, command in commands.items()}
        try:
            return compare(servers, ports, path, len(stored.bodies["br"]))
        finally:
            for server in servers.values():
                server.terminate()
                server.wait(10)


def compare(servers: dict[str, Any], ports: dict[str, int], path: str, size: int) -> dict[str, Any]:
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in servers}
    for port in ports.values():
        wait(port)
    for _ in range(ROUNDS):
        for name, server in servers.items():
            target = "/page" if name == "nginx" else path
            runs[name].append(load(f"http://127.0.0.1:{ports[name]}{target}", server.pid))
    middle = {name: sorted(pairs)[len(pairs) // 2] for name, pairs in runs.items()}
    base = middle["nginx"][0]
    return {
        "page": path,
        "brotli_bytes": size,
        **{
            name: {
                "requests_per_second": round(rate),
                "percent_of_nginx": round(100 * rate / base),
                "cpu_microseconds_per_request": round(cpu, 1),
            }
            for name, (rate, cpu) in middle.items()
        },
    }
