"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from accounts.views import me
from config.api_docs import show_api_docs

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/v1/docs/", show_api_docs, name="api-docs"),
    path("api/v1/", include("courses.api.urls")),
    path("api/v1/", include("lessons.api.urls")),
    path("api/v1/", include("mock_interviews.api.urls")),
    path("api/v1/", include("grading.api.urls")),
    path("grading/", include("grading.urls")),
    path("styleguide/", include("authoring.urls")),
    path("me.json", me),
    path("events/", include("authoring.event_urls")),
    path("", include("learning.urls")),
    path("", include("mock_interviews.urls")),
    path("", include("lessons.urls")),
    path("", include("courses.urls")),
]

handler404 = "problems.views.show_not_found"
