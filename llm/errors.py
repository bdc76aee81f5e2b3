"""What can go wrong between us and a model. None of these is a grade."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from problems import Problem


class ModelError(Exception):
    """`sentence` is for people; it never holds a key or the text of an answer."""

    may_have_cost: ClassVar[bool] = False
    """Whether the server may have worked, and billed, before it failed."""
    is_outage: ClassVar[bool] = False
    """Whether the server failed, rather than refused this one request."""

    def __init__(self, sentence: str, *, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.retry_after = retry_after
        """Seconds that the server asked us to wait, if it did."""


class ModelDown(ModelError):
    """No answer this time: not reachable, too slow, too busy, broken. Trying later makes sense."""

    is_outage = True


class ModelTimedOut(ModelDown):
    may_have_cost = True


class ModelRefused(ModelError):
    """The server rejects our key or doesn't know the model: somebody has to change the settings."""

    is_outage = True


class BadRequest(ModelError):
    """The server can't take this request, and won't later either."""


class ContextOverflow(BadRequest):
    """The request is longer than the model's context."""


class NoModel(ModelError):
    """None is configured."""


class CallInFlight(Exception):
    """The same question is being asked right now; its answer will serve, or the call is given up at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"in flight until {until}")
        self.until = until


class BudgetSpent(Problem):
    status = 429
    code = "model_budget_spent"
    sentence = "Today's share of model use is spent. It begins again at midnight UTC; nothing of yours is lost."
