"""API addresses of submissions and gradings."""

from django.urls import path

from grading.api import people, quality, views

urlpatterns = [
    path("submissions/", views.submission_list, name="api-submission-list"),
    path("submissions/<int:submission>/", views.submission_detail, name="api-submission-show"),
    path("gradings/<int:run>/", views.grading_detail, name="api-grading-show"),
    path("gradings/<int:run>/retry/", views.grading_retry, name="api-grading-retry"),
    path("gradings/<int:run>/stop/", views.grading_stop, name="api-grading-stop"),
    path("gradings/<int:run>/estimate/", views.grading_estimate, name="api-grading-estimate"),
    path("gradings/quality/", quality.grading_quality, name="api-grading-quality"),
    path("gradings/review/", people.grading_review, name="api-grading-review"),
    path("gradings/<int:run>/overrides/", people.grading_overrides, name="api-grading-overrides"),
    path("gradings/<int:run>/disputes/", people.grading_disputes, name="api-grading-disputes"),
    path("disputes/<int:dispute>/withdraw/", people.dispute_withdraw, name="api-dispute-withdraw"),
    path("disputes/<int:dispute>/answer/", people.dispute_answer, name="api-dispute-answer"),
]
