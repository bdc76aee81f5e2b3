"""The ledger of every call to a model: opened and paid for before it is made, closed with what it cost."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class LlmCall(models.Model):
    class State(models.TextChoices):
        OPEN = "open", "In flight"
        CLOSED = "closed", "Answered"
        FAILED = "failed", "Failed"
        LOST = "lost", "Lost with its worker"

    purpose = models.CharField(max_length=40)
    """What for: `grading:estimation`, `check`."""
    subject = models.CharField(max_length=80, blank=True, db_index=True)
    """Which row asked, for example `step-verdict:17`."""
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="llm_calls"
    )
    spender = models.CharField(max_length=80, blank=True)
    """Whose budget holds the reservation, whatever becomes of the person: `user:<id>` or `network:<digest>`."""
    key = models.CharField(max_length=64, blank=True)
    """Digest of all that makes the answer another one; of one key only one call is in flight. Empty: always asked."""
    day = models.DateField(db_index=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN, db_index=True)
    host = models.CharField(max_length=200)
    model = models.CharField(max_length=120)
    parameters = models.JSONField(default=dict)
    request_digest = models.CharField(max_length=64)
    reserved_tokens = models.PositiveIntegerField()
    prompt_tokens = models.PositiveIntegerField(null=True, blank=True)
    completion_tokens = models.PositiveIntegerField(null=True, blank=True)
    cost_micros = models.PositiveBigIntegerField(default=0)
    """Millionths of a dollar: the reservation while open or lost, the real price once closed."""
    error = models.CharField(max_length=300, blank=True)
    """A sentence of ours, or what a server says of a request that it refuses; never a reply or an answer."""
    is_outage = models.BooleanField(default=False)
    """The server failed, not the request: what the circuit breaker counts."""
    retry_at = models.DateTimeField(null=True, blank=True)
    """Before this moment the server asked not to be called."""
    opened_at = models.DateTimeField()
    deadline_at = models.DateTimeField(db_index=True)
    """When a call that is still open counts as lost."""
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "day"], name="llm_budget_person"),
            models.Index(fields=["host", "-closed_at"], name="llm_newest_of_host"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="open") & ~models.Q(key=""), name="llm_one_call_in_flight"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"


class KeptReply(models.Model):
    """What a model said, kept for some days so that the same question of the same person is never paid twice.

    The only place that holds a model's words about an answer; it goes with its person, and when its time is over.
    """

    key = models.CharField(max_length=64, unique=True)
    call = models.OneToOneField(LlmCall, on_delete=models.CASCADE, related_name="kept")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="kept_replies"
    )
    text = models.TextField()
    forget_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"reply to {self.key[:8]}"


class TokenBudget(models.Model):
    """Tokens spent or reserved by one spender on one day; reserved by one conditional UPDATE, never checked first."""

    day = models.DateField()
    spender = models.CharField(max_length=80)
    """`user:<id>`, `network:<digest>` for guests, or `all`."""
    tokens = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["day", "spender"], name="llm_one_budget_a_day")]

    def __str__(self) -> str:
        return f"{self.spender} {self.day}"
