"""One step, judged by a model: asked strictly, checked by code, asked again at most twice."""

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
from grading.judges.addressing import is_addressed_to_grader
from grading.judges.answer import StepOutcome, criteria_of, other_sections, own_sections
from grading.judges.model import retrying
from grading.judges.model.job import Job
from grading.judges.model.prompt import build_messages, reply_schema, shuffle_criteria
from grading.judges.model.reply import Checked, Refused, check_evidence, read_reply
from grading.judges.offline.text import sentences_of
from grading.prompts import PROMPT_VERSION
from grading.schemas import Criterion, canonical_json
from llm.client import Message, Reply, Server, chat, configured_server
from llm.errors import BadRequest, BudgetSpent, ContextOverflow, ModelError, ModelRefused
from llm.models import LlmCall
from llm.pricing import estimate_tokens
from llm.queries import broken_until
from llm.services import Ask, close_call, fail_call, open_call

RE_ASKS: Final = 2
MAX_UNPROVEN: Final = 1
"""So many criteria without evidence are capped and flagged; with more of them the judge isn't to be trusted here."""
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


@dataclass(frozen=True)
class Answered:
    checked: Checked
    closing: Closing
    asked: int


def judge_with_model(job: Job) -> tuple[StepOutcome, Closing]:
    """The outcome, and what closes its last call; the caller does both in one transaction.

    Raises TryLater when the model is down or the budget spent, NeedsPerson when its answers can't be used.
    """
    server = _server_of(job)
    criteria = criteria_of(job.rubric, job.step, job.answer)
    questions = plan_questions(job, shuffle_criteria(criteria, job.replicate))
    answered: list[Answered] = []
    for number, question in enumerate(questions):
        if number:
            answered[-1].closing(job.clock.now())
        answered.append(_ask_until_usable(job, server, question))
    return _merge(job, criteria, questions, answered), answered[-1].closing


def _server_of(job: Job) -> Server:
    server = configured_server()
    if server is None or (server.model, server.host) != (job.model, job.host):
        raise NeedsPerson(f"This grading began with {job.model}, which isn't configured any more. Ask for a new one.")
    until = broken_until(server.host, job.clock.now())
    if until is not None:
        raise TryLater(f"{server.host} failed several times in a row.", until)
    return server


def plan_questions(job: Job, criteria: Sequence[Criterion]) -> list[Question]:
    """Everything at once if it fits; else the step's own text only; else fewer criteria at a time. Nothing is cut."""
    if _fits(job, criteria, with_others=True):
        return [Question(list(criteria), True)]
    if _fits(job, criteria, with_others=False):
        return [Question(list(criteria), False)]
    if len(criteria) == 1:
        raise NeedsPerson(
            f"The answer to this step is longer than the model can read ({settings.LLM_CONTEXT_TOKENS} tokens). "
            "It was not cut. Configure a model with a longer context, or take the checklist estimate."
        )
    middle = (len(criteria) + 1) // 2
    return [*plan_questions(job, criteria[:middle]), *plan_questions(job, criteria[middle:])]


def _fits(job: Job, criteria: Sequence[Criterion], *, with_others: bool) -> bool:
    messages = _messages(job, Question(list(criteria), with_others), "0" * 16)
    return _prompt_tokens(messages) + settings.LLM_MAX_OUTPUT_TOKENS <= settings.LLM_CONTEXT_TOKENS


def _prompt_tokens(messages: Sequence[Message]) -> int:
    return sum(estimate_tokens(message["content"]) + 8 for message in messages)


def _messages(job: Job, question: Question, nonce: str) -> list[Message]:
    return build_messages(
        rubric=job.rubric,
        step=job.step,
        answer=job.answer,
        criteria=question.criteria,
        nonce=nonce,
        with_others=question.with_others,
    )


def _ask_until_usable(job: Job, server: Server, question: Question) -> Answered:
    """One question and at most two re-asks, each carrying only the last complaint."""
    flags = [one.id for one in job.rubric.red_flags]
    sections = own_sections(job.step, job.answer)
    if question.with_others:
        sections = [*sections, *other_sections(job.step, job.answer)]
    messages = _messages(job, question, secrets.token_hex(8))
    schema = reply_schema(question.criteria, flags)
    complaint = ""
    for asked in range(1, RE_ASKS + 2):
        call, reply = _ask_once(job, server, [*messages, *_again(complaint)], schema)
        try:
            checked = check_evidence(
                read_reply(_uncut(reply), question.criteria, flags), question.criteria, sections, job.answer
            )
        except Refused as problem:
            complaint = str(problem)
            close_call(call=call, reply=reply, now=job.clock.now(), error=f"refused: {complaint}")
            continue
        is_last = asked > RE_ASKS
        if checked.complaint and not is_last:
            complaint = checked.complaint
            close_call(call=call, reply=reply, now=job.clock.now(), error=f"asked again: {complaint}")
            continue
        if len(checked.unproven) > MAX_UNPROVEN:
            close_call(call=call, reply=reply, now=job.clock.now(), error=f"refused: {checked.complaint}")
            raise NeedsPerson("The model gave bands for this step, but quoted nothing that stands in the answer.")
        return Answered(checked, partial(_close, call, reply), asked)
    raise NeedsPerson(f"The model's reply to this step was unusable three times. Last: {complaint[:160]}")


def _close(call: LlmCall, reply: Reply, now: datetime) -> None:
    close_call(call=call, reply=reply, now=now)


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


def _ask_once(job: Job, server: Server, messages: list[Message], schema: dict[str, Any]) -> tuple[LlmCall, Reply]:
    """One call through the ledger. Transport trouble becomes TryLater: the queue waits, not the worker."""
    now = job.clock.now()
    until = now + timedelta(seconds=lease_seconds())
    job.renew(until)
    try:
        call = open_call(ask=_reservation(job, messages), server=server, parameters={}, now=now, deadline_at=until)
    except BudgetSpent as spent:
        raise TryLater(spent.text, retrying.next_midnight(now), is_down=False) from None
    try:
        reply = chat(server, messages, max_tokens=settings.LLM_MAX_OUTPUT_TOKENS, schema=schema, seed=job.replicate)
    except ModelError as error:
        fail_call(call=call, error=error, now=job.clock.now())
        raise _translate(error, job) from None
    return call, reply


def _reservation(job: Job, messages: list[Message]) -> Ask:
    return Ask(
        purpose=f"grading:{job.step}",
        subject=job.subject,
        person=job.person,
        request_digest=hashlib.sha256(canonical_json(messages).encode()).hexdigest(),
        prompt_tokens=_prompt_tokens(messages),
        completion_tokens=settings.LLM_MAX_OUTPUT_TOKENS,
    )


def _translate(error: ModelError, job: Job) -> TryLater | NeedsPerson:
    now = job.clock.now()
    if isinstance(error, ContextOverflow):
        return NeedsPerson(f"{error.sentence} Set LLM_CONTEXT_TOKENS to what the server really takes.")
    if isinstance(error, BadRequest):
        return NeedsPerson(error.sentence)
    if isinstance(error, ModelRefused):
        return TryLater(error.sentence, retrying.later_for_people(now))
    return TryLater(error.sentence, retrying.next_try(now, job.tries, error.retry_after, job.subject))


def _merge(
    job: Job, criteria: Sequence[Criterion], questions: Sequence[Question], answered: Sequence[Answered]
) -> StepOutcome:
    by_id = {one.criterion: one for part in answered for one in part.checked.criteria}
    flags: dict[str, dict[str, Any]] = {}
    for part in answered:
        for flag in part.checked.red_flags:
            flags.setdefault(flag["id"], flag)
    return StepOutcome([by_id[one.id] for one in criteria], list(flags.values()), _notes(job, questions, answered))


def _notes(job: Job, questions: Sequence[Question], answered: Sequence[Answered]) -> list[str]:
    notes = [f"Prompt {PROMPT_VERSION}."]
    addressed = sum(
        is_addressed_to_grader(sentence.text)
        for section in own_sections(job.step, job.answer)
        for sentence in sentences_of(section, job.answer.texts[section])
    )
    if addressed:
        notes.append(f"Text that speaks to the grader: {addressed} sentences; no quote is taken from them.")
    if len(questions) > 1:
        notes.append(f"Asked in {len(questions)} parts, because the answer is long.")
    if not questions[0].with_others and other_sections(job.step, job.answer):
        notes.append("Only this step's own text was sent, because the answer is long.")
    again = sum(part.asked - 1 for part in answered)
    if again:
        notes.append(f"Asked again {again} times because of quotes or form.")
    capped = [one for part in answered for one in part.checked.unproven]
    if capped:
        notes.append(f"Capped, because no quote stands in the answer: {', '.join(capped)}.")
    return notes
