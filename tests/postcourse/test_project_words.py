"""What a project says of its goals becomes drafts; what it does not say stays empty."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from people.uploading import store
from postcourse.project_files import words_in
from postcourse.project_words import Draft, drafts

PROJECT = """Жобаның тақырыбы: Тәлімгерлік мектебі
1. Мәселе: педагогтер жалғыз жұмыс істейді.
2. Мақсаты: педагогтердің бірін-бірі оқытуын жүйеге келтіру
3. Қадамдары:
- Тәлімгерлерді таңдау 10.12.2026
4. Күтілетін нәтижелері:
• Педагогтер бірін-бірі оқытады: тәлімгері бар педагогтер үлесі, 20 %-дан 60 %-ға, 20.05.2027 дейін
• Есеп азаяды: аптасына қағазға кететін уақыт 6 → 3,5 сағат
• Ата-аналармен байланыс нығаяды
5. Ресурстары: қосымша қаржы қажет емес
"""


def test_the_expected_results_become_goals_with_what_is_said_of_them() -> None:
    first, second, third = drafts(PROJECT)
    assert (first.title, first.indicator) == ("Педагогтер бірін-бірі оқытады", "тәлімгері бар педагогтер үлесі")
    assert (first.baseline, first.target, first.unit, first.due_on) == (
        Decimal(20),
        Decimal(60),
        "%",
        date(2027, 5, 20),
    )
    assert first.words.startswith("Педагогтер бірін-бірі оқытады: тәлімгері бар")
    assert (second.baseline, second.target, second.unit, second.due_on) == (Decimal(6), Decimal("3.5"), "", None)
    assert third == Draft("Ата-аналармен байланыс нығаяды", "Ата-аналармен байланыс нығаяды")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Выросла доля педагогов с наставником: с 20 % до 60 % до 20.05.2027 г.", ("20", "60", "%", "2027-05-20")),
        ("Lessons are visited: lessons in a month from 4 to 12 by 1.6.2027", ("4", "12", "", "2027-06-01")),
        ("Көрсеткіш 4-тен 12-ге дейін өседі", ("4", "12", "", "None")),
        ("Үлесі 12,5 → 40 пайыз", ("12.5", "40", "", "None")),
        ("Бұл 7–9-сыныптардың нәтижесі", ("None", "None", "", "None")),
        ("Мерзімі 31.02.2027, 5 -> 5", ("None", "None", "", "None")),
        ("Телефон 87011234567890 to 123456789012", ("None", "None", "", "None")),
    ],
)
def test_figures_and_days_are_read_in_three_languages_and_never_invented(
    line: str, expected: tuple[str, str, str, str]
) -> None:
    [draft] = drafts(f"Ожидаемые результаты\n{line}")
    assert (str(draft.baseline), str(draft.target), draft.unit, str(draft.due_on)) == expected


def test_where_no_results_are_named_the_aim_is_the_draft_and_where_nothing_is_said_there_is_none() -> None:
    assert [each.title for each in drafts("Цель проекта: наставничество в каждой школе\nШаги: приказ")] == [
        "наставничество в каждой школе"
    ]
    assert drafts("Жобаның мақсаты, қадамдары және күтілетін нәтижелері үлгі бойынша жазылды.") == []
    assert drafts("") == []
    assert drafts("Expected results:\nLessons from 1" + " " * 100_000 + "x")[0].title == "Lessons from 1"
    assert len(drafts("Expected results:\n" + "\n".join(f"Result of kind {n:03}x" for n in range(500)))) == 10
    assert len(drafts("Expected results:\n" + "ж" * 50_000)[0].title) == 300


def document(body: str) -> ContentFile[bytes]:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f"<w:document><w:body>{body}</w:body></w:document>")
    return ContentFile(file.getvalue(), "Жоба.docx")


@pytest.mark.django_db
@pytest.mark.usefixtures("bench")
def test_a_word_document_is_read_line_by_line_and_a_table_row_by_row() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = "".join(cell.format(text) for text in ("Сабаққа ену тұрақты", "айына саны", "4 → 12", "20.05.2027"))
    body = f"<w:p><w:r><w:t>Күтілетін нәтижелері</w:t></w:r></w:p><w:tbl><w:tr>{row}</w:tr></w:tbl>"
    [draft] = drafts(words_in(store(document(body), by=None)))
    assert (draft.title, draft.indicator) == ("Сабаққа ену тұрақты", "айына саны")
    assert (draft.baseline, draft.target, draft.due_on) == (Decimal(4), Decimal(12), date(2027, 5, 20))
    plain = store(ContentFile(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "a.pdf"), by=None)
    assert words_in(plain) == ""
