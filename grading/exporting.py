"""A person's submissions and their grades, to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grading.models import CriterionVerdict, GradingRun, StepVerdict, Submission

if TYPE_CHECKING:
    from accounts.models import User


def export_rows(user: User) -> list[dict[str, Any]]:
    """Every submission with all its runs and verdicts, oldest first, in plain JSON types."""
    submissions = (
        Submission.objects.filter(owner=user)
        .prefetch_related("runs__rubric", "runs__step_verdicts__criteria")
        .order_by("submitted_at", "pk")
    )
    return [
        {
            "id": row.pk,
            "digest": row.digest,
            "sections": row.sections,
            "diagram": row.diagram,
            "transcript": row.transcript,
            "submitted_at": row.submitted_at.isoformat(),
            "runs": [_run(run) for run in row.runs.all()],
        }
        for row in submissions
    ]


def _run(run: GradingRun) -> dict[str, Any]:
    return {
        "id": run.pk,
        "rubric": {"slug": run.rubric.slug, "digest": run.rubric.digest},
        "judge": run.judge,
        "judge_version": run.judge_version,
        "model": run.model,
        "parameters": run.parameters,
        "level": run.level,
        "state": run.state,
        "note": run.note,
        "result": run.result,
        "created_at": run.created_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "steps": [_step(step) for step in run.step_verdicts.all()],
    }


def _step(step: StepVerdict) -> dict[str, Any]:
    return {
        "step": step.step,
        "state": step.state,
        "is_assessed": step.is_assessed,
        "score": step.score,
        "band": step.band,
        "criteria": [_criterion(verdict) for verdict in step.criteria.all()],
    }


def _criterion(verdict: CriterionVerdict) -> dict[str, Any]:
    return {
        "criterion": verdict.criterion,
        "band": verdict.band,
        "score": verdict.score,
        "evidence": verdict.evidence,
        "why": verdict.why,
        "finding": verdict.finding,
        "confidence": verdict.confidence,
        "flags": verdict.flags,
        "raised_by": verdict.raised_by,
    }
