"""The report of a run, shaped for a page: built at any moment, it fills in as verdicts land."""

from grading.reporting.building import build_report
from grading.reporting.report import LessonLink, Report

__all__ = ["LessonLink", "Report", "build_report"]
