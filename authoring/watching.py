"""The authoring loop: publish whenever a file of `content/` is saved, and tell open browsers what came of it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection

from authoring.publishing import publish
from lessons.compiler.errors import ContentError, ContentErrors

SHOWN = 20
"""Mistakes sent to a browser; the terminal and `lint` name all."""
LINE = 160


def state_path() -> Path:
    return Path(settings.DATA_DIR) / "watch.json"


def look(content_dir: Path, *, now: datetime) -> list[ContentError]:
    """Publish if anything changed; leave what is wrong (or nothing) where `read_state` finds it."""
    if not connection.in_atomic_block:
        close_old_connections()
    errors: list[ContentError] = []
    try:
        publish(content_dir=content_dir, now=now, by="watch")
    except ContentErrors as refusal:
        errors = refusal.errors
    state = {"count": len(errors), "errors": [_told(content_dir, error) for error in errors[:SHOWN]]}
    fresh = state_path().with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(state), encoding="utf-8")
    fresh.replace(state_path())
    return errors


def _told(content_dir: Path, error: ContentError) -> dict[str, Any]:
    """The mistake, and the line it is in as it stands in the file."""
    try:
        lines = (content_dir.parent / error.file).read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        lines = []
    text = lines[error.line - 1] if 0 < error.line <= len(lines) else ""
    return asdict(error) | {"text": text.strip()[:LINE]}


def read_state() -> dict[str, Any]:
    """`count` of mistakes, and the first as `errors` {file, line, found, expected, text}; 0 before the first look."""
    try:
        return dict(json.loads(state_path().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {"count": 0, "errors": []}


def stamps(pages_dir: Path) -> tuple[str, int]:
    """What changes when a release goes live or a mistake is found or mended; cheap enough to ask ten times a second."""
    try:
        current = os.readlink(pages_dir / "current")
    except OSError:
        current = ""
    try:
        written = state_path().stat().st_mtime_ns
    except OSError:
        written = 0
    return current, written


def watch(
    content_dir: Path, changes: Iterator[object], *, clock: Callable[[], datetime], say: Callable[[str], None]
) -> None:
    """Look now, and again after each of `changes`. Says what happened in one line, mistakes in one line each."""
    was_wrong = False
    for _ in _now_and_after(changes):
        started = time.perf_counter()
        try:
            errors = look(content_dir, now=clock())
        except OSError as trouble:  # an editor that replaces files has them gone for a moment
            say(f"content/: {trouble}")
            continue
        for error in errors:
            say(str(error))
        if errors:
            say(f"Not published: {len(errors)} mistake{'s' if len(errors) > 1 else ''}. The last good release stays.")
        elif was_wrong:
            say(f"All mended; published in {time.perf_counter() - started:.2f} s.")
        was_wrong = bool(errors)


def _now_and_after(changes: Iterator[object]) -> Iterator[object]:
    yield None
    yield from changes
