"""`make check`: every rule of the house that a machine can hold."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
APPS = ["config", "authoring", "accounts", "learning", "mock_interviews", "lessons", "courses", "grading", "llm"]
LEAVES = ["guests", "problems", "tests"]

COMMANDS: list[tuple[str, list[str]]] = [
    ("ruff", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("ruff format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("mypy --strict", [str(BIN / "mypy"), *APPS, *LEAVES]),
    ("imports go down", [str(BIN / "lint-imports"), "--no-cache"]),
    ("templates", [str(BIN / "djade"), "--check", "--target-version", "5.2", "TEMPLATES"]),
    ("front end", ["npx", "biome", "ci", "static/src", "build.mjs", "build-server.mjs"]),
    ("migrations", [str(BIN / "python"), "manage.py", "makemigrations", "--check", "--dry-run", "-v", "0"]),
    ("system checks", [str(BIN / "python"), "manage.py", "check", "--fail-level", "WARNING"]),
    ("API schema", [str(BIN / "python"), "manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", "NULL"]),
    ("content", [str(BIN / "python"), "manage.py", "lint", "--quiet"]),
]

FORBIDDEN: list[tuple[str, str, str]] = [
    (r'"resolved": *"http|--(extra-)?index-url +http|registry *= *"?http', "a registry address", "*"),
    (r"/(home|root|Users|work)/[a-z]", "a path of a machine", "*"),
    (r'(^|[^-\w])style="|\bon(click|load|change|submit)="|<script>', "inline style or script", "*.html"),
    (r"\b(TODO|FIXME|XXX)\b|NotImplementedError|lorem ipsum|coming soon", "an unfinished mark", "*"),
    (r"timezone\.now\(\)", "the clock is read by views, tasks and commands only", "services"),
]
EXEMPT = {"tools/check.py", "package-lock.json"}


def tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def find_forbidden(files: list[str]) -> list[str]:
    found: list[str] = []
    for name in files:
        if name in EXEMPT or name.startswith("static/src/fonts/"):
            continue
        try:
            lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for pattern, what, where in FORBIDDEN:
            is_wanted = where == "*" or (where == "services" and "services" in name and not name.startswith("tests/"))
            if not (is_wanted or (where.startswith("*.") and name.endswith(where[1:]))):
                continue
            found += [f"{name}:{i}: {what}" for i, line in enumerate(lines, 1) if re.search(pattern, line)]
    return found


def run(title: str, command: list[str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    is_fine = done.returncode == 0
    sys.stdout.write(f"  {title:<22}{'fine' if is_fine else 'NOT FINE':<10}{time.monotonic() - started:6.1f} s\n")
    if not is_fine:
        sys.stdout.write(done.stdout[-6000:] + done.stderr[-3000:])
    sys.stdout.flush()
    return is_fine


def expand(command: list[str], files: list[str]) -> list[str]:
    templates = [name for name in files if name.startswith("templates/") and name.endswith((".html", ".txt"))]
    words: list[str] = []
    for word in command:
        words += templates if word == "TEMPLATES" else ["/dev/null"] if word == "NULL" else [word]
    return words


def main() -> int:
    files = tracked_files()
    if not shutil.which("npx"):
        COMMANDS[:] = [item for item in COMMANDS if item[1][0] != "npx"]
        sys.stdout.write("  front end             NOT CHECKED: npx is missing (install Node.js 20 or newer)\n")
    results = [run(title, expand(command, files)) for title, command in COMMANDS]
    found = find_forbidden(files)
    for line in found:
        sys.stdout.write(f"  {line}\n")
    return 0 if all(results) and not found else 1


if __name__ == "__main__":
    sys.exit(main())
