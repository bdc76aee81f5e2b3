"""Rubrics, submissions, runs and verdicts; what people say above them; how far judges agree with experts."""

from grading.models.agreement import AgreementFigure, ExpertSet
from grading.models.people import Dispute, Override, RegradeBatch, RegradeItem
from grading.models.runs import CriterionVerdict, GradingRun, RubricVersion, StepVerdict, Submission

__all__ = [
    "AgreementFigure",
    "CriterionVerdict",
    "Dispute",
    "ExpertSet",
    "GradingRun",
    "Override",
    "RegradeBatch",
    "RegradeItem",
    "RubricVersion",
    "StepVerdict",
    "Submission",
]
