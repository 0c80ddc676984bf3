"""Message catalogues by Babel, so that neither setting up nor checking needs the system's gettext tools.

English is the language of the source; `locale/kk` and `locale/ru` are complete or the build fails.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

LANGUAGES = ("kk", "ru")
APPS = ("people", "courses", "assessment", "certificates", "postcourse", "config")
# What Django and allauth say to a reader and have no Kazakh for; their Russian is complete.
UPSTREAM = "config/upstream_messages.py"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Django's own plural rules: a catalogue with others would be kept apart from Django's.
PLURALS = {
    "kk": "nplurals=2; plural=(n!=1);",
    "ru": "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
    "n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);",
}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")


def catalogue_path(language: str) -> Path:
    return Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"


def messages_in_source() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """(file, msgid or (singular, plural), context) of every marked string."""
    base = Path(settings.BASE_DIR)
    sources = [path for app in APPS for path in sorted((base / app).rglob("*.py")) if "migrations" not in path.parts]
    for path in [*sources, *sorted((base / "templates").rglob("*.html")), *sorted((base / "templates").rglob("*.txt"))]:
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Django blanks out all but the marked strings; without its indentation that reads as Python.
            text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
        for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            yield str(path.relative_to(base)), message, context


def read(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def update(language: str) -> Catalog:
    """The catalogue brought up to the source: new messages empty, those no longer used dropped."""
    template = Catalog(fuzzy=False)
    for file, message, context in messages_in_source():
        if not (file == UPSTREAM and language == "ru"):
            flags = ["python-format"] if PLACEHOLDER.search(message if isinstance(message, str) else message[0]) else []
            template.add(message, locations=[(file, 0)], context=context, flags=flags)
    catalogue = read(language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def write(language: str, catalogue: Catalog) -> None:
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = io.BytesIO()
    write_po(stream, catalogue, sort_output=True, omit_header=True, include_lineno=False, width=118)
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        f'"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    )
    path.write_text(header + stream.getvalue().decode(), encoding="utf-8")


def compile_all() -> None:
    """Write what is newer than its `.mo`; whoever has asked for a text before reads the catalogues again."""
    for language in LANGUAGES:
        path = catalogue_path(language)
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            # Two processes may compile at once, and a third read: the file appears whole.
            with NamedTemporaryFile(dir=target.parent, delete=False) as stream:
                write_mo(stream, read(language))
            Path(stream.name).chmod(0o644)
            Path(stream.name).replace(target)
        # Also where another process compiled it, after this one had asked.
        translation_file_changed(None, target)


def problems(language: str) -> list[str]:
    """What keeps a catalogue from being complete, one sentence each."""
    stored = {_key(message): message for message in read(language) if message.id}
    wanted = {_key(message): message for message in update(language) if message.id}
    found = [f"{language}: not in the catalogue, run `messages --update`: {key[1]}" for key in wanted.keys() - stored]
    found += [f"{language}: no longer in the source, run `messages --update`: {k[1]}" for k in stored.keys() - wanted]
    for message in stored.values():
        texts = tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)
        if message.fuzzy or not all(texts):
            found.append(f"{language}: not translated: {message.id}")
        elif flaw := _placeholder_flaw(message, texts):
            found.append(f"{language}: {flaw}: {message.id}")
    return sorted(found)


def _key(message: Message) -> tuple[str, str]:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def _placeholder_flaw(message: Message, texts: tuple[str, ...]) -> str:
    ids = (message.id,) if isinstance(message.id, str) else message.id
    wanted = [sorted(PLACEHOLDER.findall(text)) for text in ids]
    for text in texts:
        if sorted(PLACEHOLDER.findall(text)) not in wanted:
            return f"placeholders differ in “{text}”"
    return ""
