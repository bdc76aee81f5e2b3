"""Page-shaped reads of the room, each in a constant number of queries."""

from mock_interviews.queries.afterwards import read_kept, read_minutes
from mock_interviews.queries.api import read_clock, show_attempt, show_draft
from mock_interviews.queries.diagrams import read_handed
from mock_interviews.queries.lists import list_attempts, list_interviews, list_running
from mock_interviews.queries.room import read_room
from mock_interviews.queries.rubrics import read_rubric
from mock_interviews.queries.taken import read_last_report, read_taken

__all__ = [
    "list_attempts",
    "list_interviews",
    "list_running",
    "read_clock",
    "read_handed",
    "read_kept",
    "read_last_report",
    "read_minutes",
    "read_room",
    "read_rubric",
    "read_taken",
    "show_attempt",
    "show_draft",
]
