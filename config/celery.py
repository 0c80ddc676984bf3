"""The Celery application. Rows are the truth; a task only nudges, and each sweep finds what was lost."""

import os

from celery import Celery

from config.pulse import Sign

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("basqaru")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(Sign)
