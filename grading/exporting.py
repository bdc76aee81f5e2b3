"""What grading keeps of a person, in plain JSON types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grading.models import Dispute, GradingRun, Override, StepVerdict, Submission

if TYPE_CHECKING:
    from accounts.models import User


def export_rows(user: User) -> list[dict[str, Any]]:
    """Every submission with its texts, every grade of it, and what people said about those, oldest first."""
    submissions = (
        Submission.objects.filter(owner=user)
        .prefetch_related("runs__step_verdicts__criteria", "runs__rubric", "runs__disputes", "overrides")
        .order_by("submitted_at", "pk")
    )
    return [
        {
            "id": one.pk,
            "digest": one.digest,
            "submitted_at": one.submitted_at.isoformat(),
            "sections": one.sections,
            "diagram": one.diagram,
            "transcript": one.transcript,
            "gradings": [export_run(run) for run in one.runs.all()],
            "bands_by_people": [export_override(row) for row in one.overrides.all()],
        }
        for one in submissions
    ]


def export_run(run: GradingRun) -> dict[str, Any]:
    return {
        "id": run.pk,
        "rubric": f"{run.rubric.slug} {run.rubric.digest}",
        "judge": run.judge,
        "judge_version": run.judge_version,
        "model": run.model,
        "parameters": run.parameters,
        "purpose": run.purpose,
        "level": run.level,
        "state": run.state,
        "note": run.note,
        "result": run.result,
        "created_at": run.created_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "result_of_judge_alone": run.judge_result,
        "confidence": run.confidence,
        "steps": [export_step(step) for step in run.step_verdicts.all()],
        "disputes": [export_dispute(dispute) for dispute in run.disputes.all()],
    }


def export_override(row: Override) -> dict[str, Any]:
    return {
        "grading": row.run_id,
        "criterion": row.criterion,
        "old_band": row.old_band,
        "new_band": row.new_band,
        "reason": row.reason,
        "at": row.at.isoformat(),
    }


def export_dispute(dispute: Dispute) -> dict[str, Any]:
    return {
        "criterion": dispute.criterion,
        "argument": dispute.argument,
        "state": dispute.state,
        "second_look": dispute.regrade_id,
        "answer": dispute.answer,
        "opened_at": dispute.opened_at.isoformat(),
        "decided_at": dispute.decided_at.isoformat() if dispute.decided_at else None,
    }


def export_step(step: StepVerdict) -> dict[str, Any]:
    return {
        "step": step.step,
        "state": step.state,
        "is_assessed": step.is_assessed,
        "score": step.score,
        "band": step.band,
        "red_flags": step.red_flags,
        "notes": step.notes,
        "criteria": [
            {
                "criterion": one.criterion,
                "band": one.band,
                "score": one.score,
                "evidence": one.evidence,
                "why": one.why,
                "finding": one.finding,
                "confidence": one.confidence,
                "flags": one.flags,
                "readings": one.readings,
            }
            for one in step.criteria.all()
        ],
    }
