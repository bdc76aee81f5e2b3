"""API addresses of the catalogue."""

from django.urls import path

from courses.api.views import list_courses, show_course

urlpatterns = [
    path("courses/", list_courses, name="api-course-list"),
    path("courses/<slug:slug>/", show_course, name="api-course-show"),
]
