"""One question to a model: paid through the ledger, checked by code, asked again at most twice, never paid twice."""

from __future__ import annotations

import hashlib
import math
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings

from grading.errors import NeedsPerson, TryLater
from grading.judges.answer import other_sections, own_sections
from grading.judges.model import retrying
from grading.judges.model.job import Job
from grading.judges.model.prompt import put_nonce, reply_schema
from grading.judges.model.reply import Checked, Refused, check_evidence, read_reply
from grading.schemas import Criterion, canonical_json, digest_of
from llm.client import Message, Reply, Server, chat
from llm.errors import BadRequest, BudgetSpent, CallInFlight, ContextOverflow, ModelError, ModelRefused
from llm.models import LlmCall
from llm.pricing import estimate_tokens
from llm.queries import find_reply
from llm.services import Ask, Keep, close_call, fail_call, open_call

RE_ASKS: Final = 2
MAX_UNPROVEN: Final = 1
"""So many criteria without evidence are capped and flagged; with more of them the judge isn't to be trusted here."""
IN_FLIGHT_PAUSE: Final = timedelta(seconds=5)
SEED_A_READING: Final = 1_000
Closing = Callable[[datetime], None]


def lease_seconds() -> int:
    """One call, and the time to write it down."""
    timeout = float(settings.LLM_TIMEOUT_SECONDS)
    return math.ceil(timeout + min(15.0, max(3.0, timeout / 2)))


@dataclass(frozen=True)
class Question:
    """Some criteria of the step, with as much of the answer as fits."""

    criteria: list[Criterion]
    with_others: bool
    messages: list[Message]
    """As they are sent, with NO_NONCE where the nonce will stand."""
    reading: int = 0


@dataclass(frozen=True)
class Answered:
    checked: Checked
    asked: int
    """How many calls it took; 0 for a reply that was paid before."""
    closing: Closing | None
    """Closes the last call and keeps its reply; None where there was none."""


def prompt_tokens(messages: Sequence[Message]) -> int:
    return sum(estimate_tokens(message["content"]) + 8 for message in messages)


def ask(job: Job, server: Server, question: Question) -> Answered:
    """The checked reply: one that is kept from before, or a new one, paid.

    Raises TryLater when the model is down or the budget spent, NeedsPerson when its replies can't be used.
    """
    flags = [one.id for one in job.rubric.red_flags]
    schema = reply_schema(question.criteria, flags)
    key = _key(job, server, question, schema)
    kept = find_reply(key, job.clock.now())
    if kept is not None:
        try:
            return Answered(_check(job, question, kept, flags), 0, None)
        except Refused:  # kept by a version of ours that was less strict
            pass
    return _ask_until_usable(job, server, question, schema, flags, key)


def _key(job: Job, server: Server, question: Question, schema: dict[str, Any]) -> str:
    """All that makes the reply another one, and whose answer it is: nobody is answered with another's reply."""
    return digest_of(
        {
            "owner": job.owner_id,
            "host": server.host,
            "model": server.model,
            "messages": question.messages,
            "schema": schema,
            "tokens": settings.LLM_MAX_OUTPUT_TOKENS,
            "seed": _seed(job, question),
        }
    )


def _seed(job: Job, question: Question) -> int:
    return job.replicate + SEED_A_READING * question.reading


def _check(job: Job, question: Question, text: str, flags: Sequence[str]) -> Checked:
    """Raises Refused."""
    sections = own_sections(job.step, job.answer)
    if question.with_others:
        sections = [*sections, *other_sections(job.step, job.answer)]
    return check_evidence(read_reply(text, question.criteria, flags), question.criteria, sections, job.answer)


def _ask_until_usable(
    job: Job, server: Server, question: Question, schema: dict[str, Any], flags: Sequence[str], key: str
) -> Answered:
    """One question and at most two re-asks, each carrying only the last complaint."""
    messages = put_nonce(question.messages, secrets.token_hex(8))
    complaint = ""
    for asked in range(1, RE_ASKS + 2):
        call, reply = _ask_once(job, server, [*messages, *_again(complaint)], schema, key, _seed(job, question))
        try:
            checked = _check(job, question, _uncut(reply), flags)
        except Refused as problem:
            complaint = str(problem)
            close_call(
                call=call, reply=reply, now=job.clock.now(), error="Refused: not of the form that was asked for."
            )
            continue
        if checked.complaint and asked <= RE_ASKS:
            complaint = checked.complaint
            close_call(call=call, reply=reply, now=job.clock.now(), error="Asked again: quotes that don't stand there.")
            continue
        if len(checked.unproven) > MAX_UNPROVEN:
            close_call(call=call, reply=reply, now=job.clock.now(), error="Refused: bands without evidence.")
            raise NeedsPerson("The model gave bands for this step, but quoted nothing that stands in the answer.")
        return Answered(checked, asked, partial(_close, call, reply, Keep(job.owner_id)))
    raise NeedsPerson(f"The model's reply to this step was unusable three times. Last: {complaint[:160]}")


def _close(call: LlmCall, reply: Reply, keep: Keep, now: datetime) -> None:
    close_call(call=call, reply=reply, now=now, keep=keep)


def _uncut(reply: Reply) -> str:
    if reply.is_cut:
        raise Refused("It was cut off at the length limit. Use shorter quotes and reasons.")
    return reply.text


def _again(complaint: str) -> list[Message]:
    if not complaint:
        return []
    return [
        {
            "role": "user",
            "content": f"Your last reply was refused:\n{complaint}\nReply once more, complete and corrected.",
        }
    ]


def _ask_once(
    job: Job, server: Server, messages: list[Message], schema: dict[str, Any], key: str, seed: int
) -> tuple[LlmCall, Reply]:
    """One call through the ledger. Transport trouble becomes TryLater: the queue waits, not the worker."""
    call = _open(job, server, messages, key)
    try:
        reply = chat(server, messages, max_tokens=settings.LLM_MAX_OUTPUT_TOKENS, schema=schema, seed=seed)
    except ModelError as error:
        fail_call(call=call, error=error, now=job.clock.now())
        raise _translate(error, job) from None
    return call, reply


def _open(job: Job, server: Server, messages: list[Message], key: str) -> LlmCall:
    """The lease lasts as long as the call may, and both begin together."""
    now = job.clock.now()
    until = now + timedelta(seconds=lease_seconds())
    reservation = Ask(
        purpose=f"grading:{job.step}",
        subject=job.subject,
        person=job.person,
        request_digest=hashlib.sha256(canonical_json(messages).encode()).hexdigest(),
        prompt_tokens=prompt_tokens(messages),
        completion_tokens=settings.LLM_MAX_OUTPUT_TOKENS,
        key=key,
    )
    try:
        return open_call(
            ask=reservation,
            server=server,
            parameters={},
            now=now,
            deadline_at=until,
            before=partial(job.renew, until),
        )
    except BudgetSpent as spent:
        raise TryLater(spent.text, retrying.next_midnight(now), is_down=False, is_try=False) from None
    except CallInFlight as other:
        soon = min(other.until, now + IN_FLIGHT_PAUSE)
        raise TryLater("The same question is being asked already.", soon, is_down=False, is_try=False) from None


def _translate(error: ModelError, job: Job) -> TryLater | NeedsPerson:
    now = job.clock.now()
    if isinstance(error, ContextOverflow):
        return NeedsPerson(f"{error.sentence} Set LLM_CONTEXT_TOKENS to what the server really takes.")
    if isinstance(error, BadRequest):
        return NeedsPerson(error.sentence)
    if isinstance(error, ModelRefused):
        return TryLater(error.sentence, retrying.later_for_people(now))
    return TryLater(error.sentence, retrying.next_try(now, job.tries, error.retry_after, job.subject))
