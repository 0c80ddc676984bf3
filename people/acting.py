"""How a view calls a rule: what the rule refuses becomes a sentence in the form or above the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

Result = TypeVar("Result")


def sent(request: HttpRequest) -> QueryDict | None:
    """What binds a form: the posted fields, be there any or none; nothing on a GET."""
    return request.POST if request.method == "POST" else None


def carried_out(form: BaseForm, rule: Callable[..., Result], *args: Any, **kwargs: Any) -> Result | None:
    """What the rule returns; nothing where it refused, and then the form says why, beside the field if it names one."""
    try:
        return rule(*args, **kwargs)
    except ValidationError as refusal:
        if hasattr(refusal, "error_dict"):
            for name, errors in refusal.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
        else:
            form.add_error(None, refusal)
        return None


def told(request: HttpRequest, rule: Callable[..., Result], *args: Any, **kwargs: Any) -> Result | None:
    """The same for a button without a form: the refusal is said above the next page."""
    try:
        return rule(*args, **kwargs)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return None
