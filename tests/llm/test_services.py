"""The ledger: paid before it is made, settled afterwards, and never over the day's share."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from llm.client import Reply, require_server
from llm.errors import BadRequest, BudgetSpent, CallInFlight, ModelDown, ModelTimedOut
from llm.models import KeptReply, LlmCall, TokenBudget
from llm.queries import broken_until, find_reply, sum_calls
from llm.services import Ask, Keep, close_call, fail_call, forget_old, lose_orphans, open_call

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stub")]
State = LlmCall.State


def ask(person: User | None = None, prompt: int = 600, completion: int = 400, key: str = "") -> Ask:
    return Ask("check", "test:1", person, "d" * 64, prompt, completion, key)


def open_one(now: datetime, person: User | None = None, **more: Any) -> LlmCall:
    return open_call(
        ask=ask(person, **more), server=require_server(), parameters={}, now=now, deadline_at=now + timedelta(minutes=2)
    )


def reply(prompt: int = 500, completion: int = 100) -> Reply:
    return Reply("fine", "stop", prompt, completion, "stub-1", 0.1, {"max_tokens": 400}, [])


def spent(spender: str) -> int:
    return TokenBudget.objects.get(spender=spender).tokens


def test_a_call_reserves_first_and_settles_to_what_it_took(now: datetime, alice: User, settings: Settings) -> None:
    settings.LLM_INPUT_MICROS_PER_1K, settings.LLM_OUTPUT_MICROS_PER_1K = 1_000, 10_000
    call = open_one(now, alice)
    assert (call.state, call.cost_micros) == (State.OPEN, 600 + 4_000)
    assert (spent(f"user:{alice.pk}"), spent("all")) == (1_000, 1_000)
    assert close_call(call=call, reply=reply(), now=now)
    call.refresh_from_db()
    assert (call.state, call.prompt_tokens, call.completion_tokens) == (State.CLOSED, 500, 100)
    assert call.cost_micros == 500 + 1_000
    assert (spent(f"user:{alice.pk}"), spent("all")) == (600, 600)
    assert not close_call(call=call, reply=reply(), now=now)
    assert spent("all") == 600


def test_a_spent_budget_refuses_and_writes_nothing(now: datetime, alice: User, settings: Settings) -> None:
    settings.LLM_TOKENS_PER_PERSON_PER_DAY = 1_500
    open_one(now, alice)
    with pytest.raises(BudgetSpent):
        open_one(now, alice)
    assert LlmCall.objects.count() == 1
    assert spent("all") == 1_000
    open_one(now + timedelta(days=1), alice)


def test_the_budget_of_all_holds_for_everybody(now: datetime, alice: User, bob: User, settings: Settings) -> None:
    settings.LLM_TOKENS_PER_DAY = 1_500
    open_one(now, alice)
    with pytest.raises(BudgetSpent):
        open_one(now, bob)
    assert TokenBudget.objects.filter(spender=f"user:{bob.pk}", tokens__gt=0).count() == 0


def test_guests_of_one_network_share(now: datetime, settings: Settings) -> None:
    settings.LLM_TOKENS_PER_PERSON_PER_DAY = 1_500
    one, other = (User.objects.create_guest(network="n" * 64) for _ in range(2))
    stranger = User.objects.create_guest(network="m" * 64)
    open_one(now, one)
    with pytest.raises(BudgetSpent):
        open_one(now, other)
    open_one(now, stranger)


def test_a_failed_call_gives_its_reservation_back(now: datetime, alice: User) -> None:
    call = open_one(now, alice)
    assert fail_call(call=call, error=ModelDown("busy"), now=now)
    call.refresh_from_db()
    assert (call.state, call.cost_micros, spent("all")) == (State.FAILED, 0, 0)
    assert not fail_call(call=call, error=ModelDown("busy"), now=now)


def test_a_call_that_timed_out_may_have_been_billed(now: datetime, alice: User) -> None:
    call = open_one(now, alice)
    fail_call(call=call, error=ModelTimedOut("slow"), now=now)
    assert spent("all") == 1_000


def test_orphans_are_lost_at_their_price_and_a_late_reply_still_closes_them(now: datetime, alice: User) -> None:
    call = open_one(now, alice)
    assert lose_orphans(now=now) == 0
    assert lose_orphans(now=now + timedelta(minutes=3)) == 1
    call.refresh_from_db()
    assert (call.state, spent("all")) == (State.LOST, 1_000)
    assert close_call(call=call, reply=reply(), now=now)
    assert spent("all") == 600


def test_a_receipt_sums_every_call_lost_and_failed_too(now: datetime, alice: User) -> None:
    close_call(call=open_one(now, alice), reply=reply(), now=now)
    fail_call(call=open_one(now, alice), error=ModelDown("busy"), now=now)
    open_one(now, alice)
    lose_orphans(now=now + timedelta(minutes=3))
    total = sum_calls(["test:1"])
    assert (total.calls, total.failed, total.lost, total.prompt_tokens, total.completion_tokens) == (3, 1, 1, 500, 100)


def test_a_call_that_failed_after_it_was_given_up_gives_its_reservation_back(now: datetime, alice: User) -> None:
    call = open_one(now, alice)
    lose_orphans(now=now + timedelta(minutes=3))
    assert fail_call(call=call, error=ModelDown("busy"), now=now + timedelta(minutes=4))
    assert spent("all") == 0


def test_a_reservation_is_given_back_to_whom_it_was_taken_from(now: datetime) -> None:
    guest = User.objects.create_guest(network="n" * 64)
    call = open_one(now, guest)
    User.objects.filter(pk=guest.pk).update(is_guest=False, email="grace@example.org")
    assert close_call(call=LlmCall.objects.get(pk=call.pk), reply=reply(), now=now)
    assert spent(f"network:{'n' * 64}") == 600


def test_one_question_is_asked_once_at_a_time(now: datetime, alice: User) -> None:
    call = open_one(now, alice, key="k" * 64)
    with pytest.raises(CallInFlight) as caught:
        open_one(now, alice, key="k" * 64)
    assert caught.value.until == call.deadline_at
    assert spent("all") == 1_000
    close_call(call=call, reply=reply(), now=now)
    open_one(now, alice, key="k" * 64)


def test_a_reply_that_was_kept_is_found_until_its_time_is_over(now: datetime, alice: User, settings: Settings) -> None:
    settings.LLM_KEEP_REPLIES_DAYS = 2
    close_call(call=open_one(now, alice, key="k" * 64), reply=reply(), now=now, keep=Keep(alice.pk))
    close_call(call=open_one(now, alice, key="u" * 64), reply=reply(), now=now, error="refused")
    assert find_reply("k" * 64, now + timedelta(days=1)) == "fine"
    assert find_reply("u" * 64, now) is None
    forget_old(now=now + timedelta(days=1))
    assert find_reply("k" * 64, now) == "fine"
    assert find_reply("k" * 64, now + timedelta(days=2)) is None
    assert forget_old(now=now + timedelta(days=2)) == 1
    assert not KeptReply.objects.exists()
    assert LlmCall.objects.count() == 2


def test_a_kept_reply_goes_with_its_person_and_the_cost_stays(now: datetime, alice: User) -> None:
    close_call(call=open_one(now, alice, key="k" * 64), reply=reply(), now=now, keep=Keep(alice.pk))
    alice.delete()
    assert not KeptReply.objects.exists()
    assert LlmCall.objects.get().prompt_tokens == 500


def test_old_calls_lose_their_person_and_old_budgets_go(now: datetime, alice: User, settings: Settings) -> None:
    settings.LLM_KEEP_LEDGER_DAYS = 30
    close_call(call=open_one(now, alice), reply=reply(), now=now)
    forget_old(now=now + timedelta(days=29))
    assert LlmCall.objects.get().user == alice
    forget_old(now=now + timedelta(days=32))
    call = LlmCall.objects.get()
    assert (call.user, call.spender, call.prompt_tokens) == (None, "", 500)
    assert not TokenBudget.objects.exists()


def test_three_failures_in_a_row_break_the_circuit(now: datetime, alice: User) -> None:
    host = require_server().host
    for _ in range(3):
        assert broken_until(host, now) is None
        fail_call(call=open_one(now, alice), error=ModelDown("busy"), now=now)
    assert broken_until(host, now) == now + timedelta(seconds=30)
    assert broken_until("another.example", now) is None
    assert broken_until(host, now + timedelta(seconds=31)) is None
    close_call(call=open_one(now, alice), reply=reply(), now=now + timedelta(seconds=1))
    assert broken_until(host, now + timedelta(seconds=2)) is None


def test_a_request_of_ours_that_is_wrong_breaks_nothing(now: datetime, alice: User) -> None:
    for _ in range(3):
        fail_call(call=open_one(now, alice), error=BadRequest("wrong"), now=now)
    assert broken_until(require_server().host, now) is None


def test_after_the_pause_one_call_goes_ahead(now: datetime, alice: User) -> None:
    host = require_server().host
    for _ in range(3):
        fail_call(call=open_one(now, alice), error=ModelDown("busy"), now=now)
    later = now + timedelta(seconds=31)
    assert broken_until(host, later) is None
    probe = open_one(later, alice)
    assert broken_until(host, later) == later + timedelta(seconds=5)
    fail_call(call=probe, error=ModelDown("busy"), now=later)
    assert broken_until(host, later) == later + timedelta(seconds=30)


def test_everybody_waits_as_long_as_the_server_asked(now: datetime, alice: User) -> None:
    host = require_server().host
    fail_call(call=open_one(now, alice), error=ModelDown("busy", retry_after=90), now=now)
    assert broken_until(host, now) == now + timedelta(seconds=90)
    close_call(call=open_one(now, alice), reply=reply(), now=now + timedelta(seconds=1))
    assert broken_until(host, now + timedelta(seconds=2)) is None
