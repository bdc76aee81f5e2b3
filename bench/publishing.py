"""Publishing the course: with an empty cache and database, and when nothing changed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

SCRIPT = """
import os, time
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from pathlib import Path
from django.conf import settings
from django.utils import timezone
from authoring.publishing import publish
started = time.perf_counter()
report = publish(content_dir=Path(settings.CONTENT_DIR), now=timezone.now(), by="bench")
print(f"{time.perf_counter() - started:.3f} {report.counts['pages']} {report.is_new}")
"""


def run_once(folder: str) -> tuple[float, int]:
    environment = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, pages, _ = done.stdout.split()
    return float(seconds), int(pages)


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="tradeoff-bench-") as folder:
        environment = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        manage = Path(settings.BASE_DIR) / "manage.py"
        subprocess.run([sys.executable, manage, "migrate", "-v", "0"], env=environment, check=True)
        cold, pages = run_once(folder)
        unchanged = sorted(run_once(folder)[0] for _ in range(3))[1]
    return {"pages": pages, "cold_seconds": cold, "unchanged_seconds": unchanged}
