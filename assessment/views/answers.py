"""How a page answers a rule that refuses: with its sentence."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


def say_refusal(request: HttpRequest, refusal: ValidationError) -> None:
    for sentence in refusal.messages:
        messages.error(request, sentence)


def sentence_of(refusal: ValidationError) -> str:
    return " ".join(refusal.messages)
