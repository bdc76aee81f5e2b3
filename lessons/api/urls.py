"""API addresses of lessons and their exercises."""

from django.urls import path

from lessons.api.views import newest_answer, show_exercise, show_lesson

urlpatterns = [
    path("lessons/<slug:slug>/", show_lesson, name="api-lesson-show"),
    path("lessons/<slug:slug>/exercises/<slug:key>/", show_exercise, name="api-exercise-show"),
    path("lessons/<slug:slug>/exercises/<slug:key>/answer/", newest_answer, name="api-exercise-answer"),
]
