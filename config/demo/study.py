"""What the cohorts of the demonstration are given to read and to do, and what their participants have done so far."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

import xlsxwriter
from django.core.files.base import ContentFile
from django.utils import timezone

from courses.copying import sources_for, take_over
from courses.handing_out import hand_out, renew
from courses.models import Cohort, Enrolment, Feedback, Material, SelfAssessment, Submission, Task
from courses.setting_tasks import take_starting_set
from people import uploading
from people.models import User

Kind = Material.Kind
ADILET = "https://adilet.zan.kz/kaz/docs/"
# By the place of the module: what the programme's own list of literature names (§10).
LAWS = [
    (1, "«Білім туралы» Қазақстан Республикасының Заңы", f"{ADILET}Z070000319"),
    (1, "Қазақстан Республикасының Еңбек кодексі", f"{ADILET}K1500000414"),
    (1, "«Педагог мәртебесі туралы» Заң", f"{ADILET}Z1900000293"),
    (1, "«Сыбайлас жемқорлыққа қарсы іс-қимыл туралы» Заң", f"{ADILET}Z1500000410"),
    (2, "Білім беруді дамытудың 2023–2029 жылдарға арналған тұжырымдамасы", f"{ADILET}P2300000249"),
    (4, "Құжаттама жасау және электрондық құжат айналымы қағидалары", f"{ADILET}V2300033339"),
    (6, "Білім беру объектілеріне қойылатын санитариялық талаптар", f"{ADILET}V2100023890"),
    (6, "Жабдықтармен және жиһазбен жарақтандыру нормалары", f"{ADILET}V1600013272"),
]
PROJECT = ["Мәселе және деректер", "Мақсаты", "Қадамдары және мерзімі", "Ресурстары", "Күтілетін нәтижелері"]
TEXTS = {
    Task.Kind.PRACTICAL: [
        "Мектебіміздің ішкі құжаттарын қарап шықтық: үш ереже ескірген, біреуі заңға қайшы. Өзгерістер жобасын қоса "
        "беремін, педагогикалық кеңесте қаңтарда қаралады.",
        "Алдымен деректерді жинадым, кейін командамен талқыладық. Негізгі қорытынды: бақылау көп, кері байланыс аз.",
        "Жоспардың бірінші нұсқасы. Жауаптылар мен мерзімдер көрсетілген, ресурстар бойынша әлі сұрақтар бар.",
    ],
    Task.Kind.CASE: [
        "Жағдай: тәжірибелі педагог жаңа бағалау жүйесінен бас тартады. Шешімім: тәлімгерлік және кезеңмен енгізу.",
    ],
    Task.Kind.ANALYTICAL: [
        "7–9-сыныптардың үш жылдық нәтижесін салыстырдым: математикада төмендеу бар, себебі сағат қысқарған.",
    ],
    Task.Kind.REFLECTION: [
        "Бұрын шешімді жалғыз қабылдайтынмын. Енді апта сайын команда жиналысын өткіземін, жауапкершілік бөлінді.",
    ],
    Task.Kind.PROJECT: [
        "Мақсаты: басқару шешімдерін дерекке сүйеніп қабылдау, педагогтердің бірін-бірі оқытуын жүйеге келтіру.\n"
        "Қадамдары: кесте мен жауаптыларды бекіту, айына бір рет қорытынды талдау.\n"
        "Күтілетін нәтижелері:\n"
        "- Сабаққа ену тұрақты жүргізіледі: айына қатысылған сабақ саны, 4 → 12\n"
        "- Педагогтер бірін-бірі оқытады: тәлімгері бар педагогтер үлесі, 20 % → 60 %\n"
        "- Есеп пен қағаз азаяды: педагогтің аптасына қағазға жұмсайтын уақыты, 6 → 3\n"
        "- Ата-аналармен байланыс нығаяды: жиналысқа қатысқан ата-аналар үлесі, 35 % → 60 %\n"
        "Ресурстары: қосымша қаржы қажет емес.",
    ],
}
WORDS = [
    "Талдау нақты, деректер жеткілікті. Келесі қадамда жауаптыларды көрсетіңіз.",
    "Жақсы жұмыс. Заңға сілтемені толықтырыңыз.",
    "Ой дұрыс, бірақ негіздеме қысқа: неге дәл осы шешім?",
    "Өте жақсы: қорытынды деректерден шығады.",
]


def furnish(cohort: Cohort, *, organiser: User, trainer: User) -> None:
    """The first cohort gets everything; each later one takes it over from there, as an organiser would."""
    source = sources_for(cohort, organiser).order_by("starts_on").first()
    if source is not None:
        take_over(source, cohort, by=organiser)
        checklist = cohort.materials.get(kind=Kind.CHECKLIST)
        newer = ContentFile(checklist_book(cohort, evidence=True), "Чек-парақ, 2-нұсқа.xlsx")
        renew(checklist, file=newer, note="Дәлел бағаны қосылды", by=trainer)
        return
    take_starting_set(cohort, points=Decimal(10), by=trainer)
    modules = {module.order: module for module in cohort.version.modules.all()}
    for place, title, link in LAWS:
        hand_out(cohort, module=modules[place], kind=Kind.LAW, title=title, link=link, by=organiser)
    hand_out(
        cohort, module=modules[1], kind=Kind.CHECKLIST, title="Басшының кәсіби құзыреттерінің чек-парағы",
        file=ContentFile(checklist_book(cohort), "Чек-парақ.xlsx"), by=trainer,
    )  # fmt: skip
    hand_out(
        cohort, module=modules[max(modules)], kind=Kind.TEMPLATE, title="Қорытынды жобаның үлгісі",
        visible_from=cohort.ends_on - timedelta(days=9), file=ContentFile(_template(), "Жоба үлгісі.docx"), by=trainer,
    )  # fmt: skip


def work(cohort: Cohort, *, trainer: User, today: date, quality: Sequence[int] = ()) -> None:
    """Who handed in what by today and what was said of it; the rows are written as they would lie there. `quality`, in
    per cent and in the order of the list, is how well each of them does.

    Handing in a thousand times one by one would make the first start wait.
    """
    chance = Random(cohort.name)  # noqa: S311 - the same works each time
    people = list(cohort.enrolments.filter(status=Enrolment.Status.ADMITTED).order_by("pk"))
    begun = cohort.tasks.filter(opens_on__lte=today).select_related("cohort")
    works = [row for task in begun for row in _works(task, people, chance, today)]
    Submission.objects.bulk_create(works)
    for row in works[-3:]:
        row.uploads.add(uploading.store(ContentFile(_template(), "Жұмысым.docx"), by=None))
    listed = cohort.enrolments.filter(status=Enrolment.Status.ADMITTED).values_list("pk", flat=True)
    levels = {pk: quality[place % len(quality)] for place, pk in enumerate(listed)} if quality else {}
    Feedback.objects.bulk_create(_words(works, levels, chance, trainer, today))
    SelfAssessment.objects.bulk_create(_levels(cohort, people, chance, today))


def _works(task: Task, people: list[Enrolment], chance: Random, today: date) -> Iterator[Submission]:
    """Nearly everybody in time, a few late, one in ten not at all; of an open task those who are quick."""
    for enrolment in people:
        day = task.due_on + timedelta(days=chance.choice((-4, -3, -2, -2, -1, -1, 0, 0, 0, 2)))
        day = max(day, task.opens_on or day)
        if chance.random() < 0.9 and day < today:
            at = timezone.make_aware(datetime.combine(day, time(chance.randint(9, 20), chance.randint(0, 59))))
            text = chance.choice(TEXTS[Task.Kind(task.kind)])
            yield Submission(task=task, enrolment=enrolment, number=1, text=text, at=at)


def _words(
    works: list[Submission], levels: Mapping[int, int], chance: Random, trainer: User, today: date
) -> Iterator[Feedback]:
    """The trainer answers within two days: what came yesterday still waits."""
    for row in works:
        at = row.at + timedelta(days=2)
        if timezone.localdate(at) < today:
            halves = chance.choice((10, 12, 13, 14, 15, 16, 16, 17, 17, 18, 19, 20))
            if level := levels.get(row.enrolment_id):
                halves = min(max(round(level / 5) + chance.choice((-1, 0, 0, 1)), 0), 20)
            points = Decimal(halves) / 2
            yield Feedback(submission=row, text=chance.choice(WORDS), points=points, by=trainer, at=at)


def _levels(cohort: Cohort, people: list[Enrolment], chance: Random, today: date) -> Iterator[SelfAssessment]:
    modules = [module.order for module in cohort.version.modules.all() if not module.is_attestation]
    for enrolment in people[: len(people) - 2]:
        before = {place: chance.choice((1, 2, 2, 2, 3, 3, 4)) for place in modules}
        yield SelfAssessment(
            enrolment=enrolment, moment="before", levels={str(place): level for place, level in before.items()},
            reflection="Команданың жұмысын деректерге сүйеніп ұйымдастыруды үйренгім келеді.",
        )  # fmt: skip
        if cohort.ends_on <= today:
            after = {str(place): min(level + chance.choice((0, 1, 1, 2)), 5) for place, level in before.items()}
            yield SelfAssessment(
                enrolment=enrolment, moment="after", levels=after,
                reflection="Шешімді деректерге қарап қабылдаймын, апта сайын командамен талқылаймын.",
            )  # fmt: skip


def checklist_book(cohort: Cohort, *, evidence: bool = False) -> bytes:
    """The expected result of each module, with room for one's own word."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, bold = book.add_worksheet("Чек-парақ"), book.add_format({"bold": True, "text_wrap": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 42)
        sheet.set_column(1, 3, 30)
        sheet.write_row(0, 0, ["Модуль", "Күтілетін нәтиже", "Деңгейім (1–5)", *(["Дәлел"] if evidence else [])], bold)
        for line, module in enumerate(cohort.version.modules.filter(is_attestation=False).order_by("order"), start=1):
            sheet.write_row(line, 0, [f"{module.order}. {module.title_kk}", module.result_kk], wrap)
    return stream.getvalue()


def _template() -> bytes:
    """A Word document of headings, as small as the format allows."""
    namespace = "http://schemas.openxmlformats.org"
    relationship = f"{namespace}/officeDocument/2006/relationships/officeDocument"
    paragraphs = "".join(f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r></w:p><w:p/>" for words in PROJECT)
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{namespace}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{namespace}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{relationship}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{namespace}/wordprocessingml/2006/main"><w:body>'
        f"{paragraphs}</w:body></w:document>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}')
    return stream.getvalue()
