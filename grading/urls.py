"""Addresses of what stands around a grade. Reports themselves are pages of those who asked for them."""

from django.urls import path

from grading.views import people, quality, regrading, review, stopping

app_name = "grading"
urlpatterns = [
    path("quality/", quality.quality_show, name="quality-show"),
    path("review/", review.review_list, name="review-list"),
    path("runs/<int:run>/", review.run_show, name="run-show"),
    path("runs/<int:run>/reviewed/", review.run_reviewed, name="run-reviewed"),
    path("runs/<int:run>/band/", people.band_set, name="band-set"),
    path("runs/<int:run>/stop/", stopping.run_stop, name="run-stop"),
    path("runs/<int:run>/disputes/", people.dispute_open, name="dispute-open"),
    path("disputes/<int:dispute>/withdraw/", people.dispute_withdraw, name="dispute-withdraw"),
    path("regrading/<int:batch>/", regrading.batch_show, name="batch-show"),
    path("regrading/<int:batch>/apply/", regrading.batch_apply, name="batch-apply"),
    path("regrading/<int:batch>/drop/", regrading.batch_drop, name="batch-drop"),
]
