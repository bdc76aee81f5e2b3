"""Releases and reviews as rows. Reviews are decided at `/reviews/inbox/`, where the text is read first."""

from django.contrib import admin

from courses.models import Rating, Release
from problems.read_only import ReadOnlyAdmin


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    list_display = ("digest", "created_at", "created_by", "is_current", "counts")


@admin.register(Rating)
class RatingAdmin(ReadOnlyAdmin):
    list_display = ("course", "user", "stars", "state", "created_at", "decided_by")
    list_filter = ("state", "stars")
    list_select_related = ("course", "user", "decided_by")
