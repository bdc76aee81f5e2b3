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


class NoSuchCriterion(Problem):
    status = 404
    code = "no_such_criterion"
    sentence = "This grade has no such criterion, or it doesn't count for this answer."


class BadReason(Problem):
    code = "bad_reason"
    sentence = "Say why, in at most 1,000 characters: the candidate reads it beside the band."


class SameBand(Problem):
    status = 409
    code = "same_band"
    sentence = "That is the band that counts already. Nothing was changed."


class BadArgument(Problem):
    code = "bad_argument"
    sentence = "Say in 20 to 1,500 characters what the judge overlooked, and where it stands in your answer."


class NotDisputable(Problem):
    status = 409
    code = "not_disputable"
    sentence = "Only a finished grade can be disputed, criterion by criterion."


class DisputeIsOpen(Problem):
    status = 409
    code = "dispute_is_open"
    sentence = "This criterion is disputed already. Wait for the answer, or withdraw the dispute first."


class DisputeIsOver(Problem):
    status = 409
    code = "dispute_is_over"
    sentence = "This dispute has ended. Load the page again to see how."


class AnsweredAlready(Problem):
    status = 409
    code = "answered_already"
    sentence = "A person has read your dispute of this criterion and answered it. That answer is final."


class BatchIsDecided(Problem):
    status = 409
    code = "batch_is_decided"
    sentence = "Somebody has applied or dropped these already."


class BatchIsRunning(Problem):
    status = 409
    code = "batch_is_running"
    sentence = "Some of these are still being graded. Wait until every line has its difference."


class TryLater(Exception):
    """The step goes back into the queue until `due_at`; `sentence` tells its owner why."""

    def __init__(self, sentence: str, due_at: datetime, *, is_down: bool = True, is_try: bool = True) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.due_at = due_at
        self.is_down = is_down
        """False where the grader works and something else makes it wait."""
        self.is_try = is_try
        """False where nobody was asked, so that waiting doesn't use up the tries."""


class NeedsPerson(Exception):
    """The judge can't settle this step. It is never scored zero for that: a person looks, or the owner tries again."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class LeaseLost(Exception):
    """Another worker has the step by now; what this one has done is not written."""
