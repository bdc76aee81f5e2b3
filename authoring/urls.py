"""Addresses for whoever builds and writes."""

from django.urls import path

from authoring.styleguide import show_styleguide

app_name = "authoring"
urlpatterns = [
    path("", show_styleguide, name="styleguide-show"),
]
