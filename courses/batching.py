"""The schedule behind the landing page's figure: the same requests under static and under continuous batching.

Time is counted in decode steps, a request occupies one slot for as many steps as its answer takes, and all requests are
waiting at step 0. A static batch is refilled only when its longest answer has ended; a continuous one refills each slot
at once.
"""

from __future__ import annotations

from dataclasses import dataclass

LENGTHS = (14, 5, 9, 22, 4, 7, 11, 6, 18, 4, 8, 5, 13, 6, 10, 4, 7, 16, 5, 9, 6, 10, 4, 6, 6, 4, 8, 12, 5, 7)
SLOTS = 5


@dataclass(frozen=True)
class Run:
    """Request `number` (from 1) in `slot` (from 0), from step `start` until before step `end`."""

    number: int
    slot: int
    start: int
    end: int


@dataclass(frozen=True)
class Schedule:
    runs: tuple[Run, ...]
    slots: int

    def done_by(self, step: int) -> int:
        return sum(run.end <= step for run in self.runs)

    def busy_until(self, step: int) -> float:
        """Share of slot-steps before `step` in which a slot worked on an answer, 0-1."""
        used = sum(max(0, min(run.end, step) - run.start) for run in self.runs)
        return used / (self.slots * step)


def schedule_static(lengths: tuple[int, ...] = LENGTHS, slots: int = SLOTS) -> Schedule:
    runs: list[Run] = []
    start = 0
    for first in range(0, len(lengths), slots):
        batch = lengths[first : first + slots]
        runs += [Run(first + slot + 1, slot, start, start + length) for slot, length in enumerate(batch)]
        start += max(batch)
    return Schedule(tuple(runs), slots)


def schedule_continuous(lengths: tuple[int, ...] = LENGTHS, slots: int = SLOTS) -> Schedule:
    free_at = [0] * slots
    runs: list[Run] = []
    for index, length in enumerate(lengths):
        slot = min(range(slots), key=lambda candidate: (free_at[candidate], candidate))
        runs.append(Run(index + 1, slot, free_at[slot], free_at[slot] + length))
        free_at[slot] += length
    return Schedule(tuple(runs), slots)
