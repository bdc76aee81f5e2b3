"""API addresses of submissions and gradings."""

from django.urls import path

from grading.api import views

urlpatterns = [
    path("submissions/", views.submission_list, name="api-submission-list"),
    path("submissions/<int:submission>/", views.submission_detail, name="api-submission-show"),
    path("gradings/<int:run>/", views.grading_detail, name="api-grading-show"),
    path("gradings/<int:run>/retry/", views.grading_retry, name="api-grading-retry"),
    path("gradings/<int:run>/stop/", views.grading_stop, name="api-grading-stop"),
    path("gradings/<int:run>/estimate/", views.grading_estimate, name="api-grading-estimate"),
]
