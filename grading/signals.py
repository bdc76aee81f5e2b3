"""How other apps learn of what happened here, since grading has never heard of them."""

from django.dispatch import Signal

run_ended = Signal()
"""Sent after commit with `run_id` and `now` once a run is graded, waits for a person, or was stopped. At least once, so
receivers are idempotent."""
