"""Addresses of lessons and of what can be answered in them."""

from django.urls import path

from courses.views import stored_page
from lessons import views

app_name = "lessons"
urlpatterns = [
    path("lessons/<slug:slug>/", stored_page, name="lesson-show"),
    path("lessons/<slug:slug>/exercises/<slug:key>/", views.exercise_answer, name="exercise-answer"),
]
