"""Search latency on the server: an index of 188 lessons' size, typed words, unfinished words and slips."""

from __future__ import annotations

import os
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import override_settings

from authoring.compiling import compile_course
from authoring.reading import find_courses
from courses.search import Document, build_index, search

LESSONS = 188
QUERIES = (
    "kv cache",
    "consistnt hashing",
    "replic",
    "load balancer",
    "what is ttft",
    "p99",
    "quarum raeds",
    "a",
    "the of",
)
TYPED = "continuous batching on many gpus"
REPEATS = 30


def documents() -> list[Document]:
    """The sections of the written lessons, repeated up to the planned number of lessons."""
    course = compile_course(find_courses(Path(settings.CONTENT_DIR))[0])
    rows = []
    for number, (slug, lesson) in enumerate(islice(cycle(course.lessons.items()), LESSONS)):
        for section in lesson.sections:
            url = f"/lessons/{slug}-{number}/#{section.anchor}"
            rows.append(Document("section", section.title or slug, slug, url, section.text))
    return rows


def measure() -> dict[str, Any]:
    """Milliseconds of one search in one thread, cold caches left out."""
    rows = documents()
    with tempfile.TemporaryDirectory(prefix="tradeoff-bench-") as folder:
        started = time.perf_counter()
        build_index(rows, Path(folder) / "digest" / "search")
        built = time.perf_counter() - started
        os.symlink("digest", Path(folder) / "current")
        with override_settings(PAGES_DIR=Path(folder)):
            queries = [*QUERIES, *(TYPED[:end] for end in range(2, len(TYPED) + 1))]
            for query in queries:
                search(query, limit=8)
            times = sorted(_time(query) for _ in range(REPEATS) for query in queries)
    return {
        "documents": len(rows),
        "build_seconds": round(built, 3),
        "searches": len(times),
        "p50_ms": round(times[len(times) // 2], 2),
        "p99_ms": round(times[int(len(times) * 0.99)], 2),
    }


def _time(query: str) -> float:
    started = time.perf_counter()
    search(query, limit=8)
    return (time.perf_counter() - started) * 1000
