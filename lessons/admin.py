"""Lessons as rows; they are written in `content/`."""

from django.contrib import admin

from lessons.models import Lesson
from problems.read_only import ReadOnlyAdmin


@admin.register(Lesson)
class LessonAdmin(ReadOnlyAdmin):
    list_display = ("title", "module", "number", "kind", "state", "minutes")
    list_filter = ("state", "kind", "module")
    list_select_related = ("module",)
    search_fields = ("title", "slug")
    exclude = ("compiled",)
