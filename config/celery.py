"""The Celery application: a transport that wakes workers up. What has to be done stands in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("tradeoff")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
