"""Put together from pieces, a page is to the byte what its template makes of the same document."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.asking import Known
from certificates.codes import new_code
from certificates.models import DocumentEvent, Imprint, Standing
from certificates.standing import COMMON, Public, keep, public_fields
from certificates.verdict_layout import SECRET, Layout, page, rendered
from certificates.verdict_page import moment, own_texts, page_around, page_without_document
from certificates.verifying import Verdict, judge, state_of
from people.contacts import contacts
from people.written import PaperLanguage
from tests.certificates.paper_samples import sample

NOW = datetime(2026, 11, 20, 7, 5, 32, tzinfo=UTC)
# What a template escapes, what some engine would read, and letters that are more than they look.
ODD = (
    "<b>",
    "&amp;",
    '"',
    "'",
    "{{ x }}",
    "{% y %}",
    "%s %(name)s 5 %",
    "~name~",
    "Ә\u0301",
    "Ң",
    "𐰴",
    "\u200d",
    "ә" * 99,
)
WORDS = ("kk", "ru", "en")
TEXTS = st.lists(st.sampled_from([*ODD, "Сәуле", "Қайратқызы", "№ 7"]), max_size=4).map(" ".join)
SOME = TEXTS.filter(bool)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(date.isoformat)
ANOTHER = st.none() | st.fixed_dictionaries({"number": SOME, "issued_on": DAYS})
OWN = st.fixed_dictionaries(
    {
        "number": SOME,
        "name": TEXTS,
        "course_start": DAYS,
        "course_end": DAYS,
        "issued_on": DAYS,
        "blank": st.none() | st.fixed_dictionaries({"series": SOME, "number": SOME}),
        "replaces": ANOTHER,
        "replaced_by": ANOTHER,
        "reason": TEXTS,
    },
    optional={"name_hidden": st.just(True), "reason_class": st.sampled_from(DocumentEvent.ReasonClass.values)},
)
COMMON_PARTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["certificate", "duplicate", "statement"]),
        "specimen": st.booleans(),
        "language": st.sampled_from(["kk", "ru", "en", "tri"]),
        "programme": st.sampled_from(["Басқару", " ".join(ODD)]).map(
            lambda text: dict.fromkeys(("kk", "ru", "en"), text)
        ),
    },
    optional={
        "design": st.fixed_dictionaries(
            {
                "second": st.sampled_from(["", "ru", "en"]),
                "plate": st.sampled_from(["guilloche", "calm"]),
                "logo": st.booleans(),
                "seal": st.sampled_from(["place", "picture", "none"]),
            }
        ),
        "signers": st.lists(
            st.fixed_dictionaries({"name": SOME, "capacity": SOME.map(lambda text: dict.fromkeys(WORDS, text))}),
            min_size=1,
            max_size=2,
        ),
    },
)
# A loaded machine is slow, not wrong; each example finds what others wrote, and what one writes is true for all.
patiently = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def by_the_template(known: Known, reader: PaperLanguage) -> bytes:
    """The page as the template makes it of the document itself."""
    verdict, state = judge(known, NOW.date()), state_of(known, NOW.date())
    texts = own_texts(known, state, NOW, reader)
    context = page_around(known.public, texts, contacts(), verdict=verdict, state=state, reader=reader)
    return rendered(context, "").encode()


def known_of(common: dict[str, Any], own: dict[str, Any], state: str, last_day: date | None) -> Known:
    """As `ask` finds it in the register."""
    fields: Any = {**public_fields(sample()), **common, **own}
    imprint = Imprint.of({name: fields[name] for name in COMMON if name in fields})
    keep([imprint])
    since = None if state == Standing.State.IN_FORCE else date(2026, 11, 1)
    public = cast(Public, {**fields, "valid_through": last_day.isoformat() if last_day else None})
    return Known(new_code(), state, since, last_day, imprint.pk, public, 1, 1)


@pytest.mark.django_db
@patiently
@given(
    common=COMMON_PARTS,
    own=OWN,
    state=st.sampled_from(Standing.State.values),
    last_day=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    reader=st.sampled_from(["kk", "ru", "en"]),
)
def test_every_page_is_what_its_template_makes_of_the_document(
    common: dict[str, Any], own: dict[str, Any], state: str, last_day: date | None, reader: PaperLanguage
) -> None:
    known = known_of(common, own, state, last_day)
    with translation.override(reader):
        assert page(known, NOW, reader, asks_language=False) == by_the_template(known, reader)


@pytest.mark.django_db
def test_the_next_document_of_the_same_programme_shows_nothing_of_the_one_before() -> None:
    common = {"kind": "certificate", "specimen": False, "language": "kk"}
    pages = {}
    with translation.override("ru"):
        for name in ("Ахметова Сәуле", "Ли Ким", "Тоқтар-Ұлы <Ә> & 'Б'"):
            known = known_of(common, {"name": name, "number": f"№{name[:2]}"}, "in_force", date(2029, 1, 1))
            pages[name] = page(known, NOW, "ru", asks_language=False)
            assert pages[name] == by_the_template(known, "ru")
    assert [name for name in pages if sum(name.encode() in html for html in pages.values()) > 1] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("asks", "query"), [(False, ""), (True, "lang=ru")])
def test_a_page_that_shows_no_document_is_put_together_likewise(asks: bool, query: str) -> None:
    with translation.override("ru"):
        context = page_without_document(Verdict.UNKNOWN, moment(NOW), contacts(), "ru")
        assert page(None, NOW, "ru", asks_language=asks) == rendered(context, query).encode()


def test_what_a_template_makes_of_a_mark_is_never_shown() -> None:
    with pytest.raises(ValueError, match="mark was changed"):
        Layout(f"<p>~{SECRET.upper()}-NAME~</p>")


def test_a_text_is_escaped_as_a_template_escapes_it_and_stands_in_each_of_its_places() -> None:
    layout = Layout(f"<p title='~{SECRET}-name~'>~{SECRET}-name~, ~{SECRET}-code~</p>")
    said = layout.filled({"name": "<Ә> & 'Б'", "code": f"~{SECRET}-name~"}).decode()
    assert said == f"<p title='&lt;Ә&gt; &amp; &#x27;Б&#x27;'>&lt;Ә&gt; &amp; &#x27;Б&#x27;, ~{SECRET}-name~</p>"


def test_a_text_with_what_stands_between_two_texts_moves_none_of_them() -> None:
    layout = Layout(f"<p>~{SECRET}-name~, ~{SECRET}-code~</p>")
    with pytest.raises(ValueError, match="between two of them"):
        layout.filled({"name": "Сәуле\0", "code": "7KQ4"})
