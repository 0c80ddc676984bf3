"""How a message reads: plain paragraphs, closed by the provider's name, and the same as sober HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import override

from people.languages import in_language
from people.models import Provider

_LINK = re.compile(r"https?://\S+")
_ADDRESS = re.compile(r"@|://|www\.|\.(?:com|edu|gov|int|mil|net|org)\b", re.IGNORECASE)
# Before the names that close a letter.
CLOSING = "\n-- \n"
# Where title and paragraphs go in what all letters have alike; no text has such a sign.
TITLE, BODY = "\x00title\x00", "\x00body\x00"
_SAID = '<p style="margin:0 0 16px">{}</p>'
_LINKED = (
    '<p style="margin:0 0 16px"><a href="{}" style="display:inline-block;padding:11px 18px;border-radius:10px;'
    'background:#0b6779;color:#ffffff;font-weight:600;text-decoration:none">{}</a></p>'
)


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
    body = "".join(map(_as_html, paragraphs(text)))
    page = _frame(language, tuple(signature))
    return plain, page.replace(TITLE, escape(title)).replace(BODY, body)


@lru_cache(maxsize=32)
def _frame(language: str, signature: tuple[str, ...]) -> str:
    """What letters of one provider in one language have alike: made once, though a batch has thousands of them."""
    with override(language):
        return render_to_string(
            "people/mail/letter.html",
            {"language": language, "signature": signature, "title": TITLE, "body": BODY},
        )


def _as_html(paragraph: Paragraph) -> str:
    if paragraph.url:
        return format_html(_LINKED, paragraph.url, " ".join(paragraph.lines))
    return format_html(_SAID, mark_safe("<br>".join(map(_linked, paragraph.lines))))  # noqa: S308 - each is escaped


def _linked(line: str) -> str:
    """Addresses among the words become links; most lines have none, and are not searched word by word."""
    return urlize(line, autoescape=True) if _ADDRESS.search(line) else escape(line)


def _signature(provider: Provider | None, language: str) -> list[str]:
    if provider is None:
        return ["Basqaru"]
    contacts = ", ".join(part for part in (provider.phone, provider.email, provider.website) if part)
    return [line for line in (in_language(provider, "legal_name", language), contacts) if line]
