"""One step, judged by a model: read once, and again where the first reading leaves doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from grading.errors import NeedsPerson, TryLater
from grading.judges.addressing import count_addressed
from grading.judges.answer import CriterionOutcome, StepOutcome, criteria_of, other_sections, own_sections
from grading.judges.model import retrying
from grading.judges.model.asking import Answered, Question, ask, prompt_tokens
from grading.judges.model.job import Job
from grading.judges.model.prompt import NO_NONCE, build_messages, shuffle_criteria
from grading.judges.model.readings import combine, combine_flags, describe, is_doubtful
from grading.prompts import PROMPT_VERSION
from grading.schemas import Criterion
from llm.client import Server, configured_server
from llm.queries import broken_until

Closing = Callable[[datetime], None]


@dataclass(frozen=True)
class Reading:
    """All criteria of the step, asked in one or more questions."""

    questions: list[Question]
    answered: list[Answered]

    def outcomes(self, criteria: Sequence[Criterion]) -> list[CriterionOutcome]:
        by_id = {one.criterion: one for part in self.answered for one in part.checked.criteria}
        return [by_id[one.id] for one in criteria]

    def red_flags(self) -> list[dict[str, Any]]:
        first: dict[str, dict[str, Any]] = {}
        for part in self.answered:
            for flag in part.checked.red_flags:
                first.setdefault(flag["id"], flag)
        return list(first.values())


class Till:
    """Holds the closing of the newest call, so that the last one is written together with the verdict."""

    def __init__(self) -> None:
        self.closing: Closing | None = None

    def settle(self, now: datetime) -> None:
        """Before the next call is made: its reply is kept from here on, and a resume after a kill pays for the rest."""
        if self.closing is not None:
            self.closing(now)
        self.closing = None


def judge_with_model(job: Job) -> tuple[StepOutcome, Closing | None]:
    """The outcome, and what closes its last call; the caller does both in one transaction.

    Raises TryLater when the model is down or the budget spent, NeedsPerson when its answers can't be used.
    """
    server = _server_of(job)
    criteria = criteria_of(job.rubric, job.step, job.answer)
    weights = {one.id: one.weight for one in criteria}
    till = Till()
    readings = [_read(job, server, criteria, till, 0)]
    notes: list[str] = []
    if job.readings > 1 and is_doubtful(readings[0].outcomes(criteria), weights):
        more, notes = _read_again(job, server, criteria, till)
        readings += more
    outcomes = [one.outcomes(criteria) for one in readings]
    outcome = StepOutcome(
        combine(outcomes),
        combine_flags([one.red_flags() for one in readings]),
        [*_notes(job, readings), *notes],
        describe(outcomes, weights),
    )
    return outcome, till.closing


def _server_of(job: Job) -> Server:
    server = configured_server()
    if server is None or (server.model, server.host) != (job.model, job.host):
        raise NeedsPerson(f"This grading began with {job.model}, which isn't configured any more. Ask for a new one.")
    until = broken_until(server.host, job.clock.now())
    if until is not None:
        due_at = retrying.after_the_break(until, job.tries, job.subject)
        raise TryLater(f"{server.host} is left alone for a moment.", due_at, is_try=False)
    return server


def _read(job: Job, server: Server, criteria: Sequence[Criterion], till: Till, number: int) -> Reading:
    questions = plan_questions(job, shuffle_criteria(criteria, job.replicate + number), number)
    answered: list[Answered] = []
    for question in questions:
        till.settle(job.clock.now())
        one = ask(job, server, question)
        till.closing = one.closing
        answered.append(one)
    return Reading(questions, answered)


def _read_again(job: Job, server: Server, criteria: Sequence[Criterion], till: Till) -> tuple[list[Reading], list[str]]:
    """The further readings; without them, where the day's budget or the model allows none, the first one stands."""
    try:
        return [_read(job, server, criteria, till, number) for number in range(1, job.readings)], []
    except TryLater as later:
        if later.is_down:
            raise
        return [], ["In doubt, and read only once, because the day's share of model use is spent."]
    except NeedsPerson:
        return [], ["In doubt, and read only once, because a second reading was unusable."]


def plan_questions(job: Job, criteria: Sequence[Criterion], reading: int = 0) -> list[Question]:
    """Everything at once if it fits; else the step's own text only; else fewer criteria at a time. Nothing is cut."""
    for with_others in (True, False):
        question = _question(job, criteria, with_others, reading)
        if prompt_tokens(question.messages) + settings.LLM_MAX_OUTPUT_TOKENS <= settings.LLM_CONTEXT_TOKENS:
            return [question]
    if len(criteria) == 1:
        raise NeedsPerson(
            f"The answer to this step is longer than the model can read ({settings.LLM_CONTEXT_TOKENS} tokens). "
            "It was not cut. Configure a model with a longer context, or take the checklist estimate."
        )
    middle = (len(criteria) + 1) // 2
    return [*plan_questions(job, criteria[:middle], reading), *plan_questions(job, criteria[middle:], reading)]


def _question(job: Job, criteria: Sequence[Criterion], with_others: bool, reading: int) -> Question:
    messages = build_messages(
        rubric=job.rubric,
        step=job.step,
        answer=job.answer,
        criteria=criteria,
        nonce=NO_NONCE,
        with_others=with_others,
        argument=job.argument,
    )
    return Question(list(criteria), with_others, messages, reading)


def _notes(job: Job, readings: Sequence[Reading]) -> list[str]:
    notes = [f"Prompt {PROMPT_VERSION}."]
    addressed = sum(count_addressed(job.answer.texts[section]) for section in own_sections(job.step, job.answer))
    if addressed:
        notes.append(f"Text that speaks to the grader: {addressed} sentences; no quote is taken from them.")
    questions = readings[0].questions
    if len(questions) > 1:
        notes.append(f"Asked in {len(questions)} parts, because the answer is long.")
    if not questions[0].with_others and other_sections(job.step, job.answer):
        notes.append("Only this step's own text was sent, because the answer is long.")
    if len(readings) > 1:
        notes.append(f"Read {len(readings)} times, because one reading left doubt; the middle band counts.")
    return [*notes, *_notes_on_calls(readings)]


def _notes_on_calls(readings: Sequence[Reading]) -> list[str]:
    parts = [part for reading in readings for part in reading.answered]
    notes = []
    again = sum(max(0, part.asked - 1) for part in parts)
    if again:
        notes.append(f"Asked again {again} times because of quotes or form.")
    paid_before = sum(part.asked == 0 for part in parts)
    if paid_before:
        notes.append(f"{paid_before} of {len(parts)} replies were there already and are not paid again.")
    capped = sorted({one for part in parts for one in part.checked.unproven})
    if capped:
        notes.append(f"Capped, because no quote stands in the answer: {', '.join(capped)}.")
    return notes
