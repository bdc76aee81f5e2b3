"""Every change in the room goes through one of these."""

from mock_interviews.services.attempts import Started, start_attempt
from mock_interviews.services.clock import extend_attempt, pause_attempt, resume_attempt
from mock_interviews.services.drafts import Save, Saved, save_draft
from mock_interviews.services.endings import (
    begin_grading,
    expire_attempt,
    follow_run,
    settle_attempt,
    submit_attempt,
    sweep_attempts,
    void_attempt,
)
from mock_interviews.services.people import delete_rows, export_rows, move_rows
from mock_interviews.services.regrading import accept_late_text, regrade_attempt

__all__ = [
    "Save",
    "Saved",
    "Started",
    "accept_late_text",
    "begin_grading",
    "delete_rows",
    "expire_attempt",
    "export_rows",
    "extend_attempt",
    "follow_run",
    "move_rows",
    "pause_attempt",
    "regrade_attempt",
    "resume_attempt",
    "save_draft",
    "settle_attempt",
    "start_attempt",
    "submit_attempt",
    "sweep_attempts",
    "void_attempt",
]
