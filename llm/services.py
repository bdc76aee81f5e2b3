"""The ledger: a call is opened and paid for before it is made, and closed with what it cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from django.conf import settings

from llm.client import Reply, Server
from llm.errors import BudgetSpent, CallInFlight, ModelError
from llm.models import KeptReply, LlmCall, TokenBudget
from llm.pricing import cost_micros
from llm.rows import close_row, keep_row, open_row, reserve_row, settle_row
from llm.writing import writing

EVERYBODY: Final = "all"
BUDGETS_STAY: Final = timedelta(days=7)
KEEP_AT_LEAST: Final = timedelta(hours=1)
"""A reply is kept so long in any case: a step that was killed in the middle is resumed with it."""


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
    key: str = ""
    """Digest of all that makes the answer another one: of one key only one call is in flight. Empty: always asked."""

    @property
    def reserved_tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


def spender_of(person: Person) -> str:
    """Guests of one network share a budget; everybody else has their own."""
    return f"network:{person.network[:64]}" if person.is_guest and person.network else f"user:{person.pk}"


def open_call(
    *,
    ask: Ask,
    server: Server,
    parameters: dict[str, Any],
    now: datetime,
    deadline_at: datetime,
    before: Callable[[], None] | None = None,
) -> LlmCall:
    """Write the row and reserve the budget, both or neither; `before` is done in the same transaction.

    Raises BudgetSpent when the day's share doesn't hold it, and CallInFlight while the same question is being asked.
    """
    call = LlmCall(
        purpose=ask.purpose,
        subject=ask.subject,
        user_id=ask.person.pk if ask.person else None,
        spender=spender_of(ask.person) if ask.person else "",
        key=ask.key,
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
    with writing():
        if before is not None:
            before()
        number = open_row(call)
        if number is None:
            other = LlmCall.objects.filter(key=ask.key, state=LlmCall.State.OPEN).first()
            raise CallInFlight(other.deadline_at if other else now)
        call.pk = number
        if call.spender:
            _reserve(call.spender, ask.reserved_tokens, settings.LLM_TOKENS_PER_PERSON_PER_DAY, now)
        # Last, because everybody waits for this row.
        _reserve(EVERYBODY, ask.reserved_tokens, settings.LLM_TOKENS_PER_DAY, now)
    return call


def _reserve(spender: str, tokens: int, limit: int, now: datetime) -> None:
    share: dict[str, Any] = {"day": now.date(), "spender": spender, "tokens": tokens, "limit": limit}
    if reserve_row(**share):
        return
    TokenBudget.objects.bulk_create([TokenBudget(day=now.date(), spender=spender)], ignore_conflicts=True)
    if not reserve_row(**share):
        raise BudgetSpent


@dataclass(frozen=True)
class Keep:
    """Keep the reply; it goes with the person whose text it speaks of."""

    owner_id: int | None


def close_call(*, call: LlmCall, reply: Reply, now: datetime, error: str = "", keep: Keep | None = None) -> bool:
    """Write down what the call really took and give the rest of its reservation back.

    A reply that comes after its call was given up as lost still closes it: it was paid. False when closed before.
    """
    used = reply.prompt_tokens + reply.completion_tokens
    with writing(joins=True):
        moved = close_row(
            call,
            prompt=reply.prompt_tokens,
            completion=reply.completion_tokens,
            micros=cost_micros(prompt_tokens=reply.prompt_tokens, completion_tokens=reply.completion_tokens),
            parameters=reply.parameters | ({"dropped": reply.dropped} if reply.dropped else {}),
            error=error[:300],
            at=now,
        )
        if moved:
            if keep and call.key:
                until = now + max(KEEP_AT_LEAST, timedelta(days=settings.LLM_KEEP_REPLIES_DAYS))
                keep_row(key=call.key, call_id=call.pk, owner_id=keep.owner_id, text=reply.text, until=until)
            _settle(call, used)
    return moved


def fail_call(*, call: LlmCall, error: ModelError, now: datetime) -> bool:
    """The call came to nothing. Its price stays reserved only where the server may have worked for it."""
    kept = {} if error.may_have_cost else {"cost_micros": 0}
    wait = None if error.retry_after is None else now + timedelta(seconds=error.retry_after)
    with writing():
        moved = LlmCall.objects.filter(pk=call.pk, state__in=[LlmCall.State.OPEN, LlmCall.State.LOST]).update(
            state=LlmCall.State.FAILED,
            error=error.sentence[:300],
            is_outage=error.is_outage,
            retry_at=wait,
            closed_at=now,
            **kept,
        )
        if moved and not error.may_have_cost:
            _settle(call, 0)
    return bool(moved)


def lose_orphans(*, now: datetime) -> int:
    """Calls whose worker never came back are lost at the price they reserved: visible, and counted."""
    return LlmCall.objects.filter(state=LlmCall.State.OPEN, deadline_at__lt=now).update(
        state=LlmCall.State.LOST, error="The worker was gone before the answer.", closed_at=now
    )


def forget_old(*, now: datetime) -> int:
    """Honour the retention settings: replies go, old calls lose their person, budgets of past days have no use."""
    forgotten, _ = KeptReply.objects.filter(forget_at__lte=now).delete()
    TokenBudget.objects.filter(day__lt=(now - BUDGETS_STAY).date()).delete()
    if settings.LLM_KEEP_LEDGER_DAYS:
        old = LlmCall.objects.filter(day__lt=(now - timedelta(days=settings.LLM_KEEP_LEDGER_DAYS)).date())
        forgotten += old.exclude(user=None, spender="").update(user=None, spender="")
    return forgotten


def _settle(call: LlmCall, used: int) -> None:
    """Move the budgets that hold the reservation from what was reserved to what was used."""
    for spender in filter(None, (call.spender, EVERYBODY)):
        settle_row(day=call.day, spender=spender, difference=used - call.reserved_tokens)
