"""The composition root: settings, addresses, servers and the task queue. Nobody imports it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
