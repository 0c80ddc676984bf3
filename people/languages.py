"""The three languages of the house, and the one way to read a text that exists in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import get_language

if TYPE_CHECKING:
    from people.models import User


class Language(models.TextChoices):
    KK = "kk", "Қазақша"
    RU = "ru", "Русский"
    EN = "en", "English"


def in_language(source: Any, name: str = "", language: str | None = None) -> str:
    """`title_kk`, `title_ru` or `title_en` of an object, or "kk", "ru", "en" of a mapping; Kazakh where empty."""
    wanted = (language or get_language() or Language.KK)[:2]
    for code in (wanted, *Language.values):
        key = f"{name}_{code}" if name else code
        text = source.get(key, "") if isinstance(source, Mapping) else getattr(source, key, "")
        if text:
            return str(text)
    return ""


def speak(user: User, language: str) -> None:
    """From now on the pages speak this language to them, wherever they sign in."""
    user.language = language
    user.save(update_fields=["language"])
