"""Addresses of interviews (stored pages) and attempts (personal ones)."""

from django.urls import path

from courses.views import stored_page
from mock_interviews.views import diagrams, listing, regrading, reports, room, starting, trying

app_name = "mock"
urlpatterns = [
    path("interviews/", stored_page, name="interview-list"),
    path("interviews/find/", listing.interview_find, name="interview-find"),
    path("interviews/surprise/", listing.interview_surprise, name="interview-surprise"),
    path("interviews/whiteboard/", diagrams.whiteboard_try, name="whiteboard-try"),
    path("interviews/<slug:slug>/", stored_page, name="interview-show"),
    path("interviews/<slug:slug>/example/", stored_page, name="interview-example"),
    path("interviews/<slug:slug>/try/", trying.interview_try, name="interview-try"),
    path("interviews/<slug:slug>/start/", starting.attempt_start, name="attempt-start"),
    path("attempts/", starting.attempt_list, name="attempt-list"),
    path("attempts/<slug:public_id>/", room.attempt_room, name="attempt-room"),
    path("attempts/<slug:public_id>/steps/<slug:step>/", room.step_save, name="step-save"),
    path("attempts/<slug:public_id>/diagram/", diagrams.diagram_reading, name="diagram-reading"),
    path("attempts/<slug:public_id>/pause/", room.attempt_pause, name="attempt-pause"),
    path("attempts/<slug:public_id>/resume/", room.attempt_resume, name="attempt-resume"),
    path("attempts/<slug:public_id>/hand-in/", room.attempt_hand_in, name="attempt-hand-in"),
    path("attempts/<slug:public_id>/report/", reports.attempt_report, name="attempt-report"),
    path("attempts/<slug:public_id>/report/body/", reports.report_body, name="report-body"),
    path("attempts/<slug:public_id>/grade/", reports.attempt_regrade, name="attempt-regrade"),
    path("grading/regrading/", regrading.regrade_list, name="regrade-list"),
]
