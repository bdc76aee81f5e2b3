"""The ledger: a call is opened and paid for before it is made, and closed with what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from llm.client import Reply, Server
from llm.errors import BudgetSpent, ModelError
from llm.models import LlmCall, TokenBudget
from llm.pricing import cost_micros

EVERYBODY = "all"


class Person(Protocol):
    @property
    def pk(self) -> Any: ...
    @property
    def is_guest(self) -> bool: ...
    @property
    def network(self) -> str: ...


@dataclass(frozen=True)
class Ask:
    """What a call is for, who pays, and how much it may take at most."""

    purpose: str
    subject: str
    person: Person | None
    request_digest: str
    prompt_tokens: int
    completion_tokens: int

    @property
    def reserved_tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


def spender_of(person: Person) -> str:
    """Guests of one network share a budget; everybody else has their own."""
    return f"network:{person.network[:64]}" if person.is_guest and person.network else f"user:{person.pk}"


def open_call(*, ask: Ask, server: Server, parameters: dict[str, Any], now: datetime, deadline_at: datetime) -> LlmCall:
    """Reserve the budget and write the row, both or neither; BudgetSpent when the day's share doesn't hold it."""
    with transaction.atomic():
        if ask.person is not None:
            _reserve(spender_of(ask.person), ask.reserved_tokens, settings.LLM_TOKENS_PER_PERSON_PER_DAY, now)
        _reserve(EVERYBODY, ask.reserved_tokens, settings.LLM_TOKENS_PER_DAY, now)
        return LlmCall.objects.create(
            purpose=ask.purpose,
            subject=ask.subject,
            user_id=ask.person.pk if ask.person else None,
            day=now.date(),
            host=server.host,
            model=server.model,
            parameters=parameters,
            request_digest=ask.request_digest,
            reserved_tokens=ask.reserved_tokens,
            cost_micros=cost_micros(prompt_tokens=ask.prompt_tokens, completion_tokens=ask.completion_tokens),
            opened_at=now,
            deadline_at=deadline_at,
        )


def _reserve(spender: str, tokens: int, limit: int, now: datetime) -> None:
    TokenBudget.objects.get_or_create(day=now.date(), spender=spender)
    room = TokenBudget.objects.filter(day=now.date(), spender=spender, tokens__lte=limit - tokens)
    if not room.update(tokens=F("tokens") + tokens):
        raise BudgetSpent


def close_call(*, call: LlmCall, reply: Reply, now: datetime, error: str = "") -> bool:
    """Write down what the call really took and give the rest of its reservation back.

    A reply that comes after its call was given up as lost still closes it: it was paid. False when closed before.
    """
    with transaction.atomic():
        moved = LlmCall.objects.filter(pk=call.pk, state__in=[LlmCall.State.OPEN, LlmCall.State.LOST]).update(
            state=LlmCall.State.CLOSED,
            prompt_tokens=reply.prompt_tokens,
            completion_tokens=reply.completion_tokens,
            cost_micros=cost_micros(prompt_tokens=reply.prompt_tokens, completion_tokens=reply.completion_tokens),
            parameters=reply.parameters | ({"dropped": reply.dropped} if reply.dropped else {}),
            error=error[:300],
            closed_at=now,
        )
        if moved:
            _settle(call, reply.prompt_tokens + reply.completion_tokens)
    return bool(moved)


def fail_call(*, call: LlmCall, error: ModelError, now: datetime) -> bool:
    """The call came to nothing. Its price stays reserved only where the server may have worked for it."""
    kept = {} if error.may_have_cost else {"cost_micros": 0}
    with transaction.atomic():
        moved = LlmCall.objects.filter(pk=call.pk, state=LlmCall.State.OPEN).update(
            state=LlmCall.State.FAILED, error=error.sentence[:300], closed_at=now, **kept
        )
        if moved and not error.may_have_cost:
            _settle(call, 0)
    return bool(moved)


def lose_orphans(*, now: datetime) -> int:
    """Calls whose worker never came back are lost at the price they reserved: visible, and counted."""
    return LlmCall.objects.filter(state=LlmCall.State.OPEN, deadline_at__lt=now).update(
        state=LlmCall.State.LOST, error="The worker was gone before the answer.", closed_at=now
    )


def _settle(call: LlmCall, used: int) -> None:
    """Move the budgets of the call's day from what was reserved to what was used."""
    spenders = [EVERYBODY]
    if call.user is not None:
        spenders.insert(0, spender_of(call.user))
    for spender in spenders:
        TokenBudget.objects.filter(day=call.day, spender=spender).update(
            tokens=Greatest(F("tokens") + Value(used - call.reserved_tokens), Value(0))
        )
