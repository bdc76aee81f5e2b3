"""API addresses of interviews and attempts."""

from django.urls import path

from mock_interviews.api import views
from mock_interviews.api.drafts import draft_detail

urlpatterns = [
    path("interviews/", views.interview_list, name="api-interview-list"),
    path("interviews/<slug:slug>/", views.interview_detail, name="api-interview-show"),
    path("attempts/", views.attempt_list, name="api-attempt-list"),
    path("attempts/<slug:public_id>/", views.attempt_detail, name="api-attempt-show"),
    path("attempts/<slug:public_id>/clock/", views.attempt_clock, name="api-attempt-clock"),
    path("attempts/<slug:public_id>/drafts/<slug:step>/", draft_detail, name="api-draft"),
    path("attempts/<slug:public_id>/submit/", views.attempt_submit, name="api-attempt-submit"),
    path("attempts/<slug:public_id>/pause/", views.attempt_pause, name="api-attempt-pause"),
    path("attempts/<slug:public_id>/resume/", views.attempt_resume, name="api-attempt-resume"),
    path("attempts/<slug:public_id>/report/", views.attempt_report, name="api-attempt-report"),
]
