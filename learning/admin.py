"""Progress as rows."""

from django.contrib import admin

from learning.models import LessonProgress
from problems.read_only import ReadOnlyAdmin


@admin.register(LessonProgress)
class LessonProgressAdmin(ReadOnlyAdmin):
    list_display = ("user", "lesson", "percent", "completed_at", "was_undone", "updated_at")
    list_select_related = ("user", "lesson")
    search_fields = ("user__email", "lesson__slug")
