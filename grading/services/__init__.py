"""State changes of grading. One public function each; everything else here serves them."""

from grading.services.completion import complete_run
from grading.services.rubrics import publish_rubric
from grading.services.runs import request_estimate, request_grading, retry_run, stop_run
from grading.services.steps import grade_step
from grading.services.submissions import delete_submissions, freeze_submission
from grading.services.sweeping import sweep

__all__ = [
    "complete_run",
    "delete_submissions",
    "freeze_submission",
    "grade_step",
    "publish_rubric",
    "request_estimate",
    "request_grading",
    "retry_run",
    "stop_run",
    "sweep",
]
