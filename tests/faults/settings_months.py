"""Two months in a minute: the story's clock, sweeps twice a second, and a mail server that is not waited for."""

from datetime import timedelta

from config.settings import CELERY_BEAT_SCHEDULE as _ALL
from tests.faults import clock  # noqa: F401 - the time is the story's before a model asks for it
from tests.faults.settings import *  # noqa: F403
from tests.faults.settings import CELERY_BEAT_SCHEDULE as _SWEPT

SWEPT_HERE = ("send the outbox", "remind of renewals")
EVERY = timedelta(seconds=0.4)
# As in life a nudge is worth nothing once the next one is there: else a slow machine would only run what waits longest.
CELERY_BEAT_SCHEDULE = {
    name: {**_ALL[name], "schedule": EVERY, "options": {"expires": 3 * EVERY.total_seconds()}}
    for name in (*_SWEPT, *SWEPT_HERE)
    if name in SWEPT_HERE
}
EMAIL_TIMEOUT = 1
QUIET_HOURS = (21, 8)
DAILY_MESSAGES = 3
