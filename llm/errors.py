"""What can go wrong between us and a model. None of these is a grade."""

from __future__ import annotations

from typing import ClassVar

from problems import Problem


class ModelError(Exception):
    """`sentence` is for people; it never holds a key or the text of an answer."""

    may_have_cost: ClassVar[bool] = False
    """Whether the server may have worked, and billed, before it failed."""

    def __init__(self, sentence: str, *, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.retry_after = retry_after
        """Seconds that the server asked us to wait, if it did."""


class ModelDown(ModelError):
    """No answer this time: not reachable, too slow, too busy, broken. Trying later makes sense."""


class ModelTimedOut(ModelDown):
    may_have_cost = True


class ModelRefused(ModelError):
    """The server rejects our key or doesn't know the model: somebody has to change the settings."""


class BadRequest(ModelError):
    """The server can't take this request, and won't later either."""


class ContextOverflow(BadRequest):
    """The request is longer than the model's context."""


class NoModel(ModelError):
    """None is configured."""


class BudgetSpent(Problem):
    status = 429
    code = "model_budget_spent"
    sentence = "Today's share of model use is spent. It begins again at midnight UTC; nothing of yours is lost."
