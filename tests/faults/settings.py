"""The product's settings where everything dies: a minute of beat is a second, and pages need no collected files.

The tables are made from the models, in seconds; that the migrations make the same is a test of its own.
"""

from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS, STORAGES

SWEPT = ("send the outbox", "render documents")
CELERY_BEAT_SCHEDULE = {
    name: {**entry, "schedule": 1.0} for name, entry in CELERY_BEAT_SCHEDULE.items() if name in SWEPT
}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIGRATION_MODULES = {name.rpartition(".")[2]: None for name in INSTALLED_APPS}
