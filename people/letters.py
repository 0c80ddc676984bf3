"""How a message reads: plain paragraphs, closed by the provider's name, and the same as sober HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import override

from people.languages import in_language
from people.models import Provider

_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Paragraph:
    """Lines of words; or one link with the line above it as its label."""

    lines: tuple[str, ...]
    url: str = ""


def paragraphs(text: str) -> list[Paragraph]:
    """A paragraph whose last line is an address alone becomes a link; the line above, without its colon, is the label.

    >>> paragraphs("Open it:\\nhttps://example.org/v/1")
    [Paragraph(lines=('Open it',), url='https://example.org/v/1')]
    """
    found = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = tuple(line.strip() for line in block.splitlines())
        if _LINK.fullmatch(lines[-1]):
            label = tuple(line.removesuffix(":") for line in lines[:-1]) or lines
            found.append(Paragraph(lines=label, url=lines[-1]))
        else:
            found.append(Paragraph(lines=lines))
    return found


def written(text: str, *, title: str, language: str, provider: Provider | None) -> tuple[str, str]:
    """The letter as plain text and as HTML."""
    signature = _signature(provider, language)
    plain = "\n".join([text.strip(), "", "-- ", *signature]) + "\n"
    page = {"title": title, "language": language, "paragraphs": paragraphs(text), "signature": signature}
    with override(language):
        return plain, render_to_string("people/mail/letter.html", page)


def _signature(provider: Provider | None, language: str) -> list[str]:
    if provider is None:
        return ["Basqaru"]
    contacts = ", ".join(part for part in (provider.phone, provider.email, provider.website) if part)
    return [line for line in (in_language(provider, "legal_name", language), contacts) if line]
