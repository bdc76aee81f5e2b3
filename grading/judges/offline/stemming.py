"""Stems of English words, safe in threads."""

from __future__ import annotations

import threading
from functools import lru_cache

import snowballstemmer


class _Stemmer(threading.local):
    """A stemmer keeps the word it works on, so threads can't share one: each worker thread has its own."""

    def __init__(self) -> None:
        self.stem = snowballstemmer.stemmer("english").stemWord


_stemmer = _Stemmer()


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    return str(_stemmer.stem(word))
