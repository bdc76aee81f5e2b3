"""Minimal rows for tests, without publishing anything. Every argument has a default; `slug`s count up by themselves."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings

from accounts.models import User
from courses.models import Course, Module
from grading.models import CriterionVerdict, GradingRun, RubricVersion, StepVerdict, Submission
from grading.reshaded import JUDGED_KEYS
from learning.models import LessonProgress
from lessons.exercises import KINDS
from lessons.exercises.base import name_of
from lessons.models import Exercise, ExerciseAnswer, Lesson
from mock_interviews.models import GRACE, Attempt, Draft, Interview, InterviewVersion
from mock_interviews.steps import keys_of_texts

PASSWORD = "a long way to Tipperary"
"""Everybody's, in tests."""
THEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A moment for rows where it doesn't matter which."""
STEPS = [
    ("requirements", 5),
    ("estimation", 4),
    ("storage_schema", 4),
    ("high_level_design", 9),
    ("api_design", 4),
    ("detailed_design", 9),
    ("evaluation", 4),
    ("distinctive_component", 4),
    ("wrap_up", 2),
]

_numbers = itertools.count(1)


def digest(*parts: object) -> str:
    """64 hex digits that depend on the parts and never repeat."""
    return sha256("|".join(map(str, (*parts, next(_numbers)))).encode()).hexdigest()


def make_person(name: str = "", **fields: Any) -> User:
    """Somebody with a confirmed address `NAME@example.org` and the password of all tests."""
    name = name or f"person{next(_numbers)}"
    user = User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.capitalize(), **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_course(slug: str = "", **fields: Any) -> Course:
    """The default course, made once."""
    defaults: dict[str, Any] = {
        "title": "System design",
        "summary": "How large systems are designed.",
        "data": {
            "outcomes": ["Design a large system"],
            "prerequisites": [],
            "disclaimer": "Not affiliated with anybody.",
            "parts": [
                {"number": 1, "slug": "orientation", "title": "Orientation", "short": "Start", "summary": "Begin here."}
            ],
            "faq": [],
            "glossary": [],
        },
    }
    course, _ = Course.objects.get_or_create(slug=slug or settings.DEFAULT_COURSE, defaults=defaults | fields)
    return course


def make_module(course: Course | None = None, **fields: Any) -> Module:
    number = fields.pop("number", next(_numbers))
    defaults: dict[str, Any] = {
        "course": course or make_course(),
        "number": number,
        "slug": f"module-{number}",
        "title": f"Module {number}",
        "short": f"Module {number}",
        "summary": "What this module is about.",
        "part": "orientation",
    }
    return Module.objects.create(**defaults | fields)


def make_lesson(module: Module | None = None, **fields: Any) -> Lesson:
    """A published lesson with one heading."""
    module = module or make_module()
    number = fields.pop("number", next(_numbers))
    defaults: dict[str, Any] = {
        "course": module.course,
        "module": module,
        "number": number,
        "slug": f"lesson-{number}",
        "title": f"Lesson {number}",
        "kind": "lesson",
        "line": "One line on what it gives.",
        "minutes": 8,
        "state": Lesson.State.PUBLISHED,
        "digest": digest("lesson"),
        "compiled": {
            "html": "<h2 id='first'>First</h2><p>Text.</p>",
            "toc": [{"id": "first", "title": "First", "level": 2}],
            "objectives": [],
            "references": [],
            "words": 2,
            "sections": [{"anchor": "first", "title": "First", "text": "Text."}],
        },
    }
    return Lesson.objects.create(**defaults | fields)


def make_exercise(lesson: Lesson | None = None, **fields: Any) -> Exercise:
    """A quiz with one question whose first option is right."""
    number = next(_numbers)
    key = fields.pop("key", f"quiz-{number}")
    defaults: dict[str, Any] = {
        "lesson": lesson or make_lesson(),
        "key": key,
        "kind": "quiz",
        "number": number,
        "spec": {
            "id": key,
            "title": "Signals",
            "questions": [
                {
                    "id": "first",
                    "kind": "single",
                    "prompt": "Which one?",
                    "options": [
                        {"text": "This", "right": True, "why": "Because."},
                        {"text": "That", "right": False, "why": "Tempting."},
                    ],
                }
            ],
        },
        "digest": digest("exercise"),
    }
    return Exercise.objects.create(**defaults | fields)


def make_answer(user: User, exercise: Exercise | None = None, **fields: Any) -> ExerciseAnswer:
    """The right answer to the quiz of `make_exercise`."""
    exercise = exercise or make_exercise()
    answer = {"first": [name_of("first", "This")]}
    defaults: dict[str, Any] = {
        "user": user,
        "exercise": exercise,
        "exercise_digest": exercise.digest,
        "answer": answer,
        "outcome": KINDS["quiz"].check(exercise.spec, answer).as_json() if exercise.kind == "quiz" else {},
        "is_right": True,
        "created_at": THEN,
    }
    return ExerciseAnswer.objects.create(**defaults | fields)


def make_progress(user: User, lesson: Lesson | None = None, **fields: Any) -> LessonProgress:
    defaults: dict[str, Any] = {"user": user, "lesson": lesson or make_lesson(), "percent": 40, "updated_at": THEN}
    return LessonProgress.objects.create(**defaults | fields)


def rubric_criterion(step: str, number: int) -> dict[str, Any]:
    return {
        "id": f"{step.replace('_', '-')}-{number}",
        "title": f"Criterion {number} of {step}",
        "weight": number,
        "bands": {str(band): f"Band {band} of {step}" for band in range(5)},
        "evidence": "A sentence that says it.",
        "looks_for": ["number"],
        "groups": [{"name": "idea", "any": ["users", f"word{number}"]}],
        "from_text": step == "communication",
    }


def rubric_data(slug: str = "chatgpt") -> dict[str, Any]:
    """A whole rubric: nine steps with three criteria each."""
    steps = {key: {"criteria": [rubric_criterion(key, number) for number in (1, 2, 3)]} for key in JUDGED_KEYS}
    return {"interview": slug, "steps": steps}


def make_rubric(slug: str = "chatgpt", **fields: Any) -> RubricVersion:
    data = rubric_data(slug)
    defaults: dict[str, Any] = {"digest": digest("rubric"), "slug": slug, "data": data, "created_at": THEN}
    return RubricVersion.objects.create(**defaults | fields)


def make_interview(course: Course | None = None, **fields: Any) -> Interview:
    """A published interview with one version."""
    slug = fields.pop("slug", f"interview-{next(_numbers)}")
    defaults: dict[str, Any] = {
        "course": course or make_course(),
        "slug": slug,
        "title": "Design ChatGPT",
        "line": "From the browser to the accelerator.",
        "difficulty": "hard",
        "kind": "ai-product",
        "minutes": 45,
        "modules": [],
        "tests": ["estimation"],
    }
    interview = Interview.objects.create(**defaults | fields)
    interview.current = make_version(interview)
    interview.save(update_fields=["current"])
    return interview


def make_version(interview: Interview, **fields: Any) -> InterviewVersion:
    defaults: dict[str, Any] = {
        "interview": interview,
        "digest": digest("version"),
        "rubric": make_rubric(interview.slug),
        "data": {
            "brief_html": "<p>Design it.</p>",
            "brief_text": "Design it.",
            "interviewer": {},
            "model_answer": {},
            "samples": [],
        },
        "created_at": THEN,
    }
    return InterviewVersion.objects.create(**defaults | fields)


def make_attempt(user: User, interview: Interview | None = None, **fields: Any) -> Attempt:
    """A running attempt of 45 minutes that began at `started_at` (now unless given), with its empty drafts."""
    interview = interview or make_interview()
    started_at: datetime = fields.pop("started_at", None) or datetime.now(UTC)
    minutes: int = fields.pop("minutes", 45)
    deadline_at = started_at + timedelta(minutes=minutes)
    defaults: dict[str, Any] = {
        "user": user,
        "interview": interview,
        "version": interview.current,
        "level": "senior",
        "minutes": minutes,
        "steps": [{"key": key, "minutes": share} for key, share in STEPS],
        "base_seconds": minutes * 60,
        "started_at": started_at,
        "deadline_at": deadline_at,
        "closes_at": deadline_at + GRACE,
    }
    attempt = Attempt.objects.create(**defaults | fields)
    Draft.objects.bulk_create(Draft(attempt=attempt, step=key) for key in keys_of_texts(attempt.step_keys))
    return attempt


def make_draft(attempt: Attempt, step: str = "requirements", text: str = "Users write and read.") -> Draft:
    defaults: dict[str, Any] = {
        "text": text,
        "rev": 1,
        "digest": sha256(text.encode()).hexdigest(),
        "received_at": attempt.started_at + timedelta(minutes=1),
    }
    draft, _ = Draft.objects.update_or_create(attempt=attempt, step=step, defaults=defaults)
    return draft


def make_submission(owner: User | None, **fields: Any) -> Submission:
    defaults: dict[str, Any] = {
        "owner": owner,
        "digest": digest("submission"),
        "sections": {"requirements": "Users write and read."},
        "submitted_at": THEN,
    }
    return Submission.objects.create(**defaults | fields)


def make_run(submission: Submission, **fields: Any) -> GradingRun:
    """A finished run with a total of 62."""
    defaults: dict[str, Any] = {
        "key": digest("run"),
        "submission": submission,
        "rubric": fields.get("rubric") or make_rubric(),
        "steps": ["requirements"],
        "judge": "offline",
        "judge_version": "1",
        "state": GradingRun.State.GRADED,
        "result": {"total": 62.0},
        "created_at": THEN,
        "started_at": THEN,
        "finished_at": THEN,
    }
    return GradingRun.objects.create(**defaults | fields)


def make_verdict(run: GradingRun, step: str = "requirements", quote: str = "Users write and read.") -> StepVerdict:
    """One step done, its first criterion at band 2 with this quote."""
    verdict = StepVerdict.objects.create(
        run=run, step=step, number=1, state=StepVerdict.State.DONE, due_at=THEN, score=2.0, band=2, done_at=THEN
    )
    CriterionVerdict.objects.create(
        step_verdict=verdict,
        criterion=f"{step.replace('_', '-')}-1",
        number=1,
        band=2,
        score=2.0,
        evidence=[{"section": step, "start": 0, "end": len(quote), "text": quote}],
        finding="partly found",
    )
    return verdict


def make_graded_attempt(user: User, interview: Interview | None = None, total: float = 62.0, **fields: Any) -> Attempt:
    """An attempt that was handed in and graded with this total."""
    attempt = make_attempt(user, interview, started_at=fields.pop("started_at", THEN), **fields)
    submission = make_submission(user)
    attempt.submission = submission
    attempt.run = make_run(submission, rubric=attempt.version.rubric, result={"total": total})
    attempt.state = Attempt.State.GRADED
    attempt.ended_at = attempt.started_at + timedelta(minutes=40)
    attempt.save()
    return attempt
