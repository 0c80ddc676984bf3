from __future__ import annotations

from django.conf import settings

from config.settings import EMAIL_FILE_PATH  # type: ignore[attr-defined]


def test_mail_of_the_trial_lies_beside_its_database_wherever_it_is_started_from() -> None:
    assert str(settings.DATA_DIR / "mail") == EMAIL_FILE_PATH
