"""State changes of grading. One public function each; everything else here serves them."""

from grading.services.completion import complete_run
from grading.services.disputes import answer_dispute, open_dispute, settle_disputes, withdraw_dispute
from grading.services.overrides import override_band
from grading.services.rubrics import publish_rubric
from grading.services.runs import request_estimate, request_grading, retry_run, stop_run
from grading.services.steps import grade_step
from grading.services.submissions import delete_submissions, freeze_submission
from grading.services.sweeping import sweep

__all__ = [
    "answer_dispute",
    "complete_run",
    "delete_submissions",
    "freeze_submission",
    "grade_step",
    "open_dispute",
    "override_band",
    "publish_rubric",
    "request_estimate",
    "request_grading",
    "retry_run",
    "settle_disputes",
    "stop_run",
    "sweep",
    "withdraw_dispute",
]
