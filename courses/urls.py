"""Addresses of the catalogue."""

from django.urls import path

from courses.views import stored_page
from courses.views_ratings import show_reviews
from courses.views_search import show_search

app_name = "courses"
urlpatterns = [
    path("", stored_page, name="overview"),
    path("content/", stored_page, name="content"),
    path("reviews/", show_reviews, name="reviews"),
    path("search/", show_search, name="search"),
    path("faq/", stored_page, name="faq"),
    path("glossary/", stored_page, name="glossary"),
    path("glossary/terms.json", stored_page, name="glossary-terms"),
    path("modules/<slug:slug>/", stored_page, name="module-show"),
]
