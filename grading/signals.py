"""How other apps learn of what happened here, since grading has never heard of them."""

from django.dispatch import Signal

run_ended = Signal()
"""Sent after commit with `run_id` and `now` once a run is graded, waits for a person, or was stopped. At least once, so
receivers are idempotent."""

run_replaced = Signal()
"""Sent inside the transaction with `before_id`, `after_id`, `by` and `now` when staff put a newer grade in an older
one's place."""
