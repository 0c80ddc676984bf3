"""The look: tags and filters, pictures, the shells of pages, sign-in and errors."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from people import charts
from people.languages import in_language
from tests.cast import aigul, make_cohort, make_person, make_provider


def draw(source: str, language: str = "kk", **context: Any) -> str:
    with translation.override(language):
        return Template("{% load i18n look %}" + source).render(Context(context))


# ---- tags and filters -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (Decimal("11.5"), "kk", "11,5"),
        (Decimal("11.50"), "ru", "11,5"),
        (Decimal("11.5"), "en", "11.5"),
        (Decimal("20"), "kk", "20"),
        (100, "kk", "100"),
        (Decimal("17.3333"), "kk", "17,33"),
        (Decimal("-3.5"), "kk", "−3,5"),
        (0, "kk", "0"),
        (None, "kk", "–"),
        ("", "kk", "–"),
    ],
)
def test_points_are_shown_with_the_comma_of_the_language(value: Any, language: str, shown: str) -> None:
    assert draw("{{ value|points }}", language, value=value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(Decimal("17.5"), "17,50"), (Decimal("17.335"), "17,34"), (20, "20,00"), (None, "–")]
)
def test_a_mean_is_shown_to_two_decimals_when_asked(value: Any, shown: str) -> None:
    assert draw("{{ value|points:2 }}", value=value) == shown


@pytest.mark.parametrize(("language", "shown"), [("kk", "Модуль"), ("ru", "Модуль-ру"), ("en", "Модуль")])
def test_a_text_missing_in_the_language_is_shown_in_kazakh(language: str, shown: str) -> None:
    module = {"title_kk": "Модуль", "title_ru": "Модуль-ру", "title_en": ""}
    assert draw('{{ module|tr:"title" }}', language, module=module) == shown
    assert draw("{{ names|tr }}", language, names={"kk": "Модуль", "ru": "Модуль-ру"}) == shown


def test_a_text_that_exists_only_in_english_is_still_shown() -> None:
    assert in_language({"kk": "", "ru": "", "en": "Module"}, language="kk") == "Module"


@pytest.mark.django_db
def test_initials_come_from_given_name_and_surname_however_the_person_is_known() -> None:
    person = make_person(surname="Сейітова", given_name="айгүл")
    assert draw("{{ who|person_initials }}", who=person) == "АС"
    assert draw("{{ who|person_initials }}", who=aigul()) == "АС"


@pytest.mark.parametrize(("who", "shown"), [("Айгүл Сейітова", "АС"), ("a.b@x.example", "A"), ("", "")])
def test_initials_of_what_is_only_written(who: str, shown: str) -> None:
    assert draw("{{ who|person_initials }}", who=who) == shown


@pytest.mark.parametrize(
    ("text", "kept"), [("№ 18", "№\xa018"), ("94 %", "94\xa0%"), ("<b> № 7", "&lt;b&gt; №\xa07"), ("А № Б", "А №\xa0Б")]
)
def test_a_number_is_not_left_alone_at_the_end_of_a_line(text: str, kept: str) -> None:
    assert draw("{{ text|nbsp }}", text=text) == kept


def test_thousands_are_apart_but_on_one_line() -> None:
    assert draw("{{ 12345|nbsp_number }}") == "12\xa0345"


@pytest.mark.parametrize(("language", "word"), [("kk", "желтоқсан"), ("ru", "декабрь"), ("en", "December")])
def test_a_month_on_the_leaf_of_a_calendar_is_a_whole_word(language: str, word: str) -> None:
    almost = datetime(2026, 11, 30, 20, tzinfo=UTC)  # December already where people are
    assert [draw("{{ day|month_word }}", language, day=day) for day in (date(2026, 12, 7), almost)] == [word, word]


def test_an_icon_is_silent_unless_it_has_words() -> None:
    assert 'aria-hidden="true"' in draw('{% icon "check" %}')
    assert 'role="img" aria-label="Дайын &amp; анық"' in draw('{% icon "check" label=word %}', word="Дайын & анық")


@pytest.mark.parametrize("source", ['{% icon "unicorn" %}', '{% status "great" "check" "Ok" %}'])
def test_what_the_look_does_not_have_is_an_error_at_once(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        draw(source)


def test_a_status_is_always_icon_word_and_tint() -> None:
    html = draw('{% status "bad" "x" word %}', word="<Қате>")
    assert re.fullmatch(r'<span class="st st-bad"><svg class="ico".*</svg>&lt;Қате&gt;</span>', html)


@pytest.mark.parametrize(
    ("done", "total", "failed", "widths"),
    [(37, 120, 1, ["30.8%", "0.8%"]), (0, 0, 0, ["0%"]), (5, 4, 0, ["100%"]), (3, 3, 0, ["100%"])],
)
def test_progress_never_leaves_its_bar(done: int, total: int, failed: int, widths: list[str]) -> None:
    html = draw('{% progress done total failed label="Сертификаттар" %}', done=done, total=total, failed=failed)
    assert re.findall(r' width="([\d.]+%)" height="8"/>', html) == widths
    assert 'role="progressbar"' in html


# ---- pictures -------------------------------------------------------------------------------------------------------
BANDS = [charts.Band("өтпеді", 0, passed=False), charts.Band("жақсы", 70), charts.Band("өте жақсы", 85)]
PICTURES: dict[str, dict[str, Any]] = {
    "hours_strip stretches 80 done=done": {
        "stretches": [charts.Stretch("1-модуль", Decimal(12), "1", date(2026, 11, 9)), charts.Stretch("2-модуль", 14)],
        "done": Decimal("12.5"),
    },
    "pipeline rows stages": {
        "stages": [charts.Stage("a", "Өтінім"), charts.Stage("b", "Оқуда")],
        "rows": [charts.PipelineRow("Қазан-2", "оқуда", "/x/", {"a": 1, "b": 3}), charts.PipelineRow("Бос")],
    },
    "dot_plot totals bands": {"totals": [44, 71, 72, 96], "bands": BANDS},
    "band_scale bands total": {"bands": BANDS, "total": 84},
    "juror_spread rows bands": {
        "rows": [charts.Spread("Сәуле", [("Айгүл", Decimal("84.5")), ("Дәулет", 71)], flagged=True)], "bands": BANDS,
    },
    "timeline moments first last": {
        "moments": [charts.Moment(date(2026, 12, 5), "Бірінші ай", "done", "Өтті")],
        "first": date(2026, 11, 1), "last": date(2027, 10, 31),
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("tag", PICTURES)
def test_a_picture_says_what_it_shows_and_brings_its_table(tag: str, language: str) -> None:
    html = draw("{% " + tag + ' label="Сурет" %}', language, **PICTURES[tag])
    assert "Сурет" in html
    assert re.search(r'role="img" aria-label="[^"]+"', html)
    assert '<details class="tblbox"' in html
    assert '<th scope="row">' in html


@pytest.mark.parametrize("tag", PICTURES)
def test_a_picture_is_measured_with_points_even_where_people_write_commas(tag: str) -> None:
    html = draw("{% " + tag + " %}", "kk", **PICTURES[tag])
    measures = re.findall(r' (?:x|y|x1|x2|y1|y2|cx|cy|r|width|height)="([^"]*)"', html)
    assert measures
    assert [m for m in measures if not re.fullmatch(r"-?\d*\.?\d+%?", m)] == []
    assert "style=" not in html


def test_points_in_the_table_of_a_picture_keep_the_comma() -> None:
    assert "13,5" in draw("{% juror_spread rows bands %}", **PICTURES["juror_spread rows bands"])


# ---- shells ---------------------------------------------------------------------------------------------------------
def anonymous(path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


def test_the_public_shell_needs_neither_session_nor_cookie_nor_database() -> None:
    request = anonymous("/v/ABCD?lang=ru")
    html = render_to_string("public.html", {}, request=request)
    assert "CSRF_COOKIE" not in request.META
    assert "csrf" not in html.lower()
    assert 'href="?lang=kk"' in html
    assert 'name="robots" content="noindex"' in html


def test_language_links_keep_the_rest_of_the_address() -> None:
    html = draw("{% language_links %}", request=anonymous("/verify?code=ABCD&lang=ru"))
    assert 'href="?code=ABCD&amp;lang=en"' in html


def test_choosing_a_language_comes_back_without_the_old_choice_in_the_address() -> None:
    html = draw("{% language_form %}", request=anonymous("/register/?q=a&lang=ru"))
    assert 'name="next" value="/register/?q=a"' in html


@pytest.mark.django_db
def test_a_signed_in_page_has_menu_initials_and_a_way_out(client: Client) -> None:
    make_provider()
    client.force_login(aigul())
    html = client.get("/account/2fa/").content.decode()
    assert html.count('aria-current="page"') >= 1
    assert ">АС</span>" in html
    assert 'action="/account/logout/"' in html
    assert '<a class="skip" href="#main">' in html


@pytest.mark.django_db
def test_a_cohort_page_shows_its_name_its_status_and_its_tabs() -> None:
    cohort = make_cohort(name="Қазан-2")
    request = anonymous()
    request.user = aigul()
    with translation.override("en"):
        html = render_to_string("cohort.html", {"cohort": cohort, "tab": "defence"}, request=request)
    assert "<h1>Қазан-2</h1>" in html
    assert re.findall(r'<a href="([^"]+)" aria-current="page">Defence</a>', html) == [f"/cohorts/{cohort.pk}/defences/"]
    assert html.count(f"/cohorts/{cohort.pk}/import/") == 1


@pytest.mark.parametrize("name", ["403.html", "404.html", "429.html", "403_csrf.html"])
def test_an_error_page_stands_without_any_context(name: str) -> None:
    html = get_template(name).render({})
    assert html.count("<h1>") == 1
    assert 'href="/"' in html


@pytest.mark.django_db
def test_the_page_of_a_failure_stands_even_when_no_file_can_be_found(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    html = get_template("500.html").render({})
    assert "stylesheet" not in html
    assert html.count("<h1>") == 1


PAGES = [
    "/",
    "/account/login/",
    "/account/login/code/",
    "/account/inactive/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/1-set-password/",
]
OWN_PAGES = ["/account/2fa/", "/account/password/change/", "/account/sessions/", "/account/logout/"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_the_pages_before_signing_in_wear_the_look(client: Client, path: str, language: str) -> None:
    response = client.get(path, {"lang": language})
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert '<header class="top' in html


@pytest.mark.django_db
@pytest.mark.parametrize("path", OWN_PAGES)
def test_the_pages_of_the_account_wear_the_look(client: Client, path: str) -> None:
    client.force_login(aigul())
    html = client.get(path).content.decode()
    assert html.count("<h1") == 1
    assert '<header class="top' in html


@pytest.mark.django_db
def test_signing_in_by_code_and_by_password_stand_on_one_page(client: Client) -> None:
    html = client.get("/account/login/").content.decode()
    assert 'action="/account/login/code/"' in html
    assert 'name="password"' in html


@pytest.mark.django_db
def test_a_code_arrives_in_plain_words(client: Client, mailoutbox: list[Any]) -> None:
    aigul()
    client.post("/account/login/code/?lang=en", {"email": "aigul@institute.example"})
    (mail,) = mailoutbox
    code = mail.subject.split(" ")[0]
    assert mail.subject == f"{code} is your code to sign in"
    assert f"\n{code}\n" in mail.body
    assert "allauth" not in mail.body
