"""What can go wrong in grading: for people (Problems), and between the parts."""

from __future__ import annotations

from datetime import datetime

from problems import Problem


class RunIsOver(Problem):
    status = 409
    code = "run_is_over"
    sentence = "This grading has ended. Ask for a new one instead."


class RunIsRunning(Problem):
    status = 409
    code = "run_is_running"
    sentence = "This grading is still under way. Wait for it, or stop it first."


class JudgeUnavailable(Problem):
    status = 409
    code = "judge_unavailable"
    sentence = "No model is configured here, so there is no model judge. The checklist estimate is."


class NothingToGrade(Problem):
    status = 409
    code = "nothing_to_grade"
    sentence = "The rubric has none of these steps, so there is nothing to grade."


class TryLater(Exception):
    """The step goes back into the queue until `due_at`; `sentence` tells its owner why."""

    def __init__(self, sentence: str, due_at: datetime, *, is_down: bool = True) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.due_at = due_at
        self.is_down = is_down
        """False where the grader works and something else makes it wait."""


class NeedsPerson(Exception):
    """The judge can't settle this step. It is never scored zero for that: a person looks, or the owner tries again."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class LeaseLost(Exception):
    """Another worker has the step by now; what this one has done is not written."""
