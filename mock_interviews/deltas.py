"""The history of a draft as small differences: what stayed at both ends, and what came between.

Lengths count code points, as Python does; a browser that replays them has to iterate by code point too.
"""

from __future__ import annotations

from typing import Any

Delta = tuple[int, int, str] | list[Any]
"""`(kept at the start, kept at the end, text between)`; a list once it has been through JSON."""


def make_delta(before: str, after: str) -> tuple[int, int, str]:
    start = _common_start(before, after)
    end = _common_start(before[start:][::-1], after[start:][::-1])
    return start, end, after[start : len(after) - end]


def apply_delta(before: str, delta: Delta) -> str:
    start, end, between = delta
    return before[:start] + between + before[len(before) - end :]


def join_deltas(first: Delta, second: Delta, after: str) -> tuple[int, int, str]:
    """Two differences in a row as one; `after` is the text that the second one leads to."""
    start, end = min(first[0], second[0]), min(first[1], second[1])
    return start, end, after[start : len(after) - end]


def _common_start(one: str, other: str) -> int:
    """How many characters agree at the start; halving keeps 48 kB in C rather than in a Python loop."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
