"""The landing page's figure is computed; its sentence and its bars say the same."""

from __future__ import annotations

from itertools import pairwise

from django.template.loader import render_to_string

from courses.batching import LENGTHS, SLOTS, Schedule, schedule_continuous, schedule_static
from courses.templatetags.figures import batching_drawing, state_outcome


def overlaps(schedule: Schedule) -> bool:
    for slot in range(schedule.slots):
        runs = sorted((run.start, run.end) for run in schedule.runs if run.slot == slot)
        if any(end > start for (_, end), (start, _) in pairwise(runs)):
            return True
    return False


def test_every_request_runs_once_for_its_length_and_alone_in_its_slot() -> None:
    for schedule in (schedule_static(), schedule_continuous()):
        assert [run.number for run in schedule.runs] == list(range(1, len(LENGTHS) + 1))
        assert [run.end - run.start for run in schedule.runs] == list(LENGTHS)
        assert not overlaps(schedule)


def test_a_static_batch_waits_for_its_longest_answer() -> None:
    schedule = schedule_static((3, 5, 2), slots=2)
    assert [(run.slot, run.start) for run in schedule.runs] == [(0, 0), (1, 0), (0, 5)]


def test_a_continuous_batch_leaves_no_slot_idle_while_requests_wait() -> None:
    schedule = schedule_continuous()
    assert schedule.busy_until(36) == 1
    assert schedule.done_by(36) > schedule_static().done_by(36)
    assert schedule.slots == SLOTS


def test_the_drawing_states_what_it_draws() -> None:
    for kind, step in (("wide", 36), ("phone", 22)):
        drawing = render_to_string("courses/batching.svg", batching_drawing(kind))
        assert state_outcome(step) in drawing
        assert f"{schedule_continuous().done_by(step)} " in drawing
        assert "style=" not in drawing
