"""API addresses of the catalogue."""

from django.urls import path

from courses.api.views import list_courses, search_course_text, show_course

urlpatterns = [
    path("search/", search_course_text, name="api-search"),
    path("courses/", list_courses, name="api-course-list"),
    path("courses/<slug:slug>/", show_course, name="api-course-show"),
]
