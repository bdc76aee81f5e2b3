"""People in the admin, and the admin behind our own door: its sign-in has rate limits and takes guests along."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import ApiToken, User

admin.site.site_header = admin.site.site_title = "Tradeoff"
admin.site.index_title = "Rows"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Passwords are set by their owners; accounts are made by signing up or by `manage.py make_staff`."""

    list_display = ("__str__", "email", "is_guest", "is_staff", "is_active", "seen_at")
    list_filter = ("is_guest", "is_staff", "is_active")
    search_fields = ("email", "name")
    fields = ("email", "name", "time_zone", "level", "is_staff", "is_superuser", "is_active", "created_at", "seen_at")
    readonly_fields = ("email", "created_at", "seen_at")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "user", "created_at", "last_used_at")
    list_select_related = ("user",)
    readonly_fields = ("user", "name", "created_at", "last_used_at")
    exclude = ("digest",)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False
