"""The Celery application: a transport that wakes workers up. What has to be done stands in the database."""

import math
import os
import threading
import time
from pathlib import Path

from celery import Celery
from celery.signals import task_prerun
from django.db import close_old_connections, connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

CHECK_AFTER_SECONDS = 5.0


class _Checked(threading.local):
    at = -math.inf


_checked = _Checked()

app = Celery("tradeoff")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def make_broker_folders() -> None:
    """The filesystem broker doesn't make its folders itself; any process may be the first to need them."""
    options = app.conf.broker_transport_options
    for name in ("data_folder_in", "control_folder"):
        if name in options:
            Path(options[name]).mkdir(parents=True, exist_ok=True)


@app.on_after_configure.connect
def _on_configured(sender: Celery, **kwargs: object) -> None:
    make_broker_folders()


@task_prerun.connect
def _on_task(**kwargs: object) -> None:
    """A thread keeps its database connection from task to task, unless it broke or grew old; a busy one isn't asked."""
    if connection.in_atomic_block:  # a task that runs here and now, in somebody's transaction
        return
    now = time.monotonic()
    if connection.errors_occurred or now - _checked.at > CHECK_AFTER_SECONDS:
        close_old_connections()
        _checked.at = now
