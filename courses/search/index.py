"""The index of a release on this node's disk, and the searcher that notices a new release within a second."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import tantivy
from django.conf import settings

from courses.search.documents import Document

FOLDER = "search"
LOOK_AGAIN_SECONDS = 1.0
HEAP_BYTES = 15_000_000
"""Tantivy's least; an index of this size needs no more."""


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    """`title` and `text` as written in lower case; `title_stems` and `text_stems` on English stems; the rest stored."""
    builder = tantivy.SchemaBuilder()
    for name in ("kind", "where", "url"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw")
    builder.add_text_field("title", stored=True)
    builder.add_text_field("text", stored=True)
    builder.add_text_field("title_stems", tokenizer_name="en_stem")
    builder.add_text_field("text_stems", tokenizer_name="en_stem")
    return builder.build()


def build_index(documents: Iterable[Document], folder: Path) -> None:
    """Write the index into `folder`, which must not hold one."""
    folder.mkdir(parents=True, exist_ok=True)
    writer = tantivy.Index(schema(), path=str(folder)).writer(heap_size=HEAP_BYTES, num_threads=1)
    for one in documents:
        writer.add_document(
            tantivy.Document(
                kind=one.kind,
                where=one.where,
                url=one.url,
                title=one.title,
                text=one.text,
                title_stems=one.title,
                text_stems=f"{one.text}\n{one.where}",
            )
        )
    writer.commit()
    writer.wait_merging_threads()


class SearchStore:
    """The current release's searcher. Safe to share between threads: a reload swaps one reference."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._digest = ""
        self._searcher: tantivy.Searcher | None = None
        self._looked_at = float("-inf")
        self._lock = threading.Lock()

    def searcher(self) -> tantivy.Searcher | None:
        """None while nothing is published."""
        if time.monotonic() - self._looked_at > LOOK_AGAIN_SECONDS:
            with self._lock:
                self._look()
        return self._searcher

    def _look(self) -> None:
        self._looked_at = time.monotonic()
        try:
            digest = os.readlink(self._root / "current")
        except OSError:
            self._digest, self._searcher = "", None
            return
        if digest != self._digest:
            folder = self._root / digest / FOLDER
            if folder.is_dir():  # written after the pages; until then the searcher of before goes on
                self._searcher = tantivy.Index.open(str(folder)).searcher()
                self._digest = digest


_stores: dict[str, SearchStore] = {}


def search_store() -> SearchStore:
    """The store of this process for the configured folder."""
    root = str(settings.PAGES_DIR)
    return _stores.setdefault(root, SearchStore(Path(root)))
