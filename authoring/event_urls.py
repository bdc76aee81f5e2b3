"""Addresses that the event loop serves (config/pages.py)."""

from django.urls import path

from authoring.views import content_events

app_name = "events"
urlpatterns = [path("content/", content_events, name="content")]
