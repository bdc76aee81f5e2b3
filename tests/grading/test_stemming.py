"""Stems are the same however many worker threads ask for them at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from grading.judges.offline.stemming import stem_of

ENDINGS = ("ing", "ed", "s", "ation", "ational", "fulness", "ously", "ies", "able", "er")
WORDS = [f"{letter}{number}str{ending}" for letter in "abcdefgh" for number in range(60) for ending in ENDINGS]


def test_threads_do_not_disturb_each_other() -> None:
    expected = [stem_of.__wrapped__(word) for word in WORDS]
    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(lambda _: [stem_of.__wrapped__(word) for word in WORDS], range(8)))
    assert all(run == expected for run in runs)
