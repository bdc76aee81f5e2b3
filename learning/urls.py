"""Addresses of a person's way through the course; the dashboard stands at /learn/, the rest beside what it is about."""

from django.urls import path

from learning import views, views_reviews

app_name = "learning"
urlpatterns = [
    path("learn/", views.home, name="home"),
    path("lessons/<slug:slug>/progress/", views.progress, name="progress-save"),
    path("reviews/write/", views_reviews.write, name="review-write"),
    path("reviews/inbox/", views_reviews.inbox, name="review-inbox"),
    path("reviews/inbox/<int:pk>/", views_reviews.decide, name="review-decide"),
]
