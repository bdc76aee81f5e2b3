"""What a grade was made of, and what it cost."""

from __future__ import annotations

from typing import Final

from grading.models import GradingRun
from grading.reporting.report import Receipt
from llm.queries import Spent, sum_calls

ESTIMATE: Final = (
    "A checklist estimate. It may miss unusual wording; a person's review or a model judge stands beside it. "
    "Nothing left this server."
)
BY_MODEL: Final = "Bands by a model, each with a quote that was found in the answer; the sum is arithmetic. Read at {}."


def build_receipt(run: GradingRun, step_verdict_ids: list[int]) -> Receipt:
    is_model = run.judge == "model"
    spent = sum_calls([f"step-verdict:{pk}" for pk in step_verdict_ids]) if is_model else None
    return Receipt(
        rubric=f"{run.rubric.slug} {run.rubric.digest[:6]}",
        judge=run.model if is_model else f"offline {run.judge_version}",
        took=_took(run),
        cost=_cost(spent),
        answer=f"{run.submission.digest[:4]} {run.submission.digest[4:8]}",
        what=BY_MODEL.format(run.parameters.get("host", "a model server")) if is_model else ESTIMATE,
        details=_details(run, spent),
    )


def _took(run: GradingRun) -> str:
    if run.finished_at is None or run.started_at is None:
        return "not done"
    return f"{(run.finished_at - run.started_at).total_seconds():.1f} s"


def _cost(spent: Spent | None) -> str:
    if spent is None:
        return "none"
    if not spent.cost_micros:
        return f"{spent.prompt_tokens + spent.completion_tokens:,} tokens"
    return f"${spent.cost_micros / 1e6:.4f}"


def _details(run: GradingRun, spent: Spent | None) -> list[tuple[str, str]]:
    details = [("Rubric digest", run.rubric.digest), ("Answer digest", run.submission.digest)]
    details.append(("Prompt" if run.judge == "model" else "Checklist version", run.judge_version))
    if run.replicate:
        details.append(("Replicate", str(run.replicate)))
    if spent is not None:
        details += [
            ("Sent to", str(run.parameters.get("host", ""))),
            ("Tokens", f"{spent.prompt_tokens:,} in, {spent.completion_tokens:,} out"),
            ("Calls", f"{spent.calls}, of which {spent.failed} failed and {spent.lost} were lost"),
        ]
    return details
