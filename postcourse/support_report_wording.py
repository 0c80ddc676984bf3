"""The words of the report of support in its three languages: data of the paper, not of the interface."""

from __future__ import annotations

from dataclasses import dataclass

from people.written import PaperLanguage
from postcourse.models import Standing


@dataclass(frozen=True)
class Wording:
    title: str
    period: str
    whole: str
    # the parts
    summary: str
    often: str
    people: str
    trainers: str
    regions: str
    cohorts: str
    # figures
    supported: str
    retake: str
    contacted: str
    silent: str
    held: str
    in_groups: str
    missed: str
    ahead: str
    held_share: str
    webinars: str
    came: str
    goals: str
    reached: str
    reports: str
    feedback: str
    completed: str
    statements: str
    standings: dict[Standing, str]
    contacts: str
    or_more: str
    # the columns
    name: str
    school: str
    region: str
    cohort: str
    trainer: str
    in_care: str
    project: str
    result: str
    webinars_held: str
    # what stands in a cell
    retake_word: str
    retake_passed: str
    retake_failed: str
    completed_word: str
    not_completed: str
    going_on: str
    no_contact: str
    nowhere: str
    # the end
    note: str
    keeper: str
    head: str
    printed: str
    empty: str
    specimen_why: str


WORDING: dict[PaperLanguage, Wording] = {
    "kk": Wording(
        title="Курстан кейінгі қолдау туралы есеп",
        period="Кезең",
        whole="Барлық топтар",
        summary="Қорытынды",
        often="Бір адаммен қанша рет жұмыс жүргізілді",
        people="Қолдау көрсетілген адамдар",
        trainers="Тренерлер бойынша",
        regions="Өңірлер бойынша",
        cohorts="Топтар бойынша",
        supported="Қолдау көрсетілген адам",
        retake="оның ішінде қайта тапсыруға дайындалғаны",
        contacted="Кемінде бір рет байланыс болғаны",
        silent="Байланыс болмағаны",
        held="Өткізілген консультация",
        in_groups="оның ішінде кейс талқылауда",
        missed="Келмей қалған консультация",
        ahead="Алдағы консультация",
        held_share="Консультацияға келу үлесі, %",
        webinars="Өткен вебинар",
        came="Вебинарға қатысу",
        goals="Жоба мақсаты",
        reached="оның ішінде жеткені",
        reports="Барысы туралы есеп",
        feedback="Сарапшының кері байланысы",
        completed="Қолдаудан толық өткені",
        statements="Қолдау туралы анықтама алғаны",
        standings={
            Standing.ON_TRACK: "Жоба кестеге сай",
            Standing.LATE: "Жоба кешігіп жатыр",
            Standing.STUCK: "Жоба тоқтап қалған",
            Standing.DONE: "Жоба аяқталған",
        },
        contacts="Консультация мен вебинар саны",
        or_more="{n} және одан көп",
        name="Тегі, аты, әкесінің аты",
        school="Жұмыс орны",
        region="Өңір",
        cohort="Топ",
        trainer="Тренер",
        in_care="Қолдауындағы адам",
        project="Жоба",
        result="Нәтиже",
        webinars_held="Өткізген вебинар",
        retake_word="Қайта тапсыруға дайындық",
        retake_passed="Қайта аттестаттаудан өтті",
        retake_failed="Қайта аттестаттаудан өтпеді",
        completed_word="Қолдаудан толық өтті",
        not_completed="Қолдаудан толық өтпеді",
        going_on="Қолдау жалғасуда",
        no_contact="Байланыс болған жоқ",
        nowhere="Көрсетілмеген",
        note="Консультация, вебинар, есеп және кері байланыс осы кезең бойынша саналды. Анықтама кезеңнің соңғы күнін "
        "қоса алғанда берілгендер бойынша саналды. Алдағы консультациялар, мақсаттар, жобаның жай-күйі және қолдаудан "
        "өткені басып шығарылған күнгі дерек бойынша көрсетілді. Кейс талқылау қатысқан әр адам үшін, ал тренер үшін "
        "бір рет саналды.",
        keeper="Есепті жасаған",
        head="Басшы",
        printed="Басып шығарылған күні: {day}",
        empty="Осы кезеңде ешкімге қолдау көрсетілген жоқ.",
        specimen_why="Демо деректер: заңды күші жоқ",
    ),
    "ru": Wording(
        title="Отчёт о посткурсовой поддержке",
        period="Период",
        whole="Все группы",
        summary="Итоги",
        often="Сколько раз работали с одним человеком",
        people="Кому оказана поддержка",
        trainers="По тренерам",
        regions="По регионам",
        cohorts="По группам",
        supported="Поддержка оказана, человек",
        retake="из них готовились к повторной аттестации",
        contacted="Был хотя бы один контакт",
        silent="Контактов не было",
        held="Проведено консультаций",
        in_groups="из них в обсуждении кейсов",
        missed="Пропущено консультаций",
        ahead="Предстоит консультаций",
        held_share="Доля состоявшихся консультаций, %",
        webinars="Проведено вебинаров",
        came="Участий в вебинарах",
        goals="Целей проектов",
        reached="из них достигнуто",
        reports="Отчётов о ходе проекта",
        feedback="Отзывов эксперта",
        completed="Полностью прошли поддержку",
        statements="Получили справку о поддержке",
        standings={
            Standing.ON_TRACK: "Проект идёт по плану",
            Standing.LATE: "Проект отстаёт",
            Standing.STUCK: "Проект остановился",
            Standing.DONE: "Проект выполнен",
        },
        contacts="Консультаций и вебинаров",
        or_more="{n} и более",
        name="Фамилия, имя, отчество",
        school="Место работы",
        region="Регион",
        cohort="Группа",
        trainer="Тренер",
        in_care="Ведёт человек",
        project="Проект",
        result="Результат",
        webinars_held="Провёл вебинаров",
        retake_word="Подготовка к повторной аттестации",
        retake_passed="Повторная аттестация пройдена",
        retake_failed="Повторная аттестация не пройдена",
        completed_word="Поддержка пройдена полностью",
        not_completed="Поддержка пройдена не полностью",
        going_on="Поддержка продолжается",
        no_contact="Контактов не было",
        nowhere="Не указан",
        note="Консультации, вебинары, отчёты и отзывы посчитаны за этот период, справки – выданные по его последний "
        "день. Предстоящие консультации, цели, состояние проектов и прохождение поддержки показаны на день печати. "
        "Обсуждение кейса посчитано каждому, кто в нём участвовал, а тренеру – один раз.",
        keeper="Отчёт составил(а)",
        head="Руководитель",
        printed="Напечатано: {day}",
        empty="За этот период поддержка никому не оказывалась.",
        specimen_why="Демоданные: юридической силы не имеет",
    ),
    "en": Wording(
        title="Report of post-course support",
        period="Period",
        whole="All cohorts",
        summary="Summary",
        often="How often there was contact with one person",
        people="Who was supported",
        trainers="By trainer",
        regions="By region",
        cohorts="By cohort",
        supported="People supported",
        retake="of them prepared for the retake",
        contacted="With at least one contact",
        silent="Without any contact",
        held="Consultations held",
        in_groups="of them in case discussions",
        missed="Consultations missed",
        ahead="Consultations ahead",
        held_share="Consultations that people came to, %",
        webinars="Webinars held",
        came="Attendances of webinars",
        goals="Goals of projects",
        reached="of them reached",
        reports="Progress reports",
        feedback="Feedback of the expert",
        completed="Completed the support",
        statements="Got a statement of support",
        standings={
            Standing.ON_TRACK: "Project on track",
            Standing.LATE: "Project late",
            Standing.STUCK: "Project stuck",
            Standing.DONE: "Project done",
        },
        contacts="Consultations and webinars",
        or_more="{n} and more",
        name="Surname, given name, patronymic",
        school="Place of work",
        region="Region",
        cohort="Cohort",
        trainer="Trainer",
        in_care="People in care",
        project="Project",
        result="Result",
        webinars_held="Webinars held",
        retake_word="Preparation for the retake",
        retake_passed="Retake passed",
        retake_failed="Retake not passed",
        completed_word="Support completed",
        not_completed="Support not completed",
        going_on="Support goes on",
        no_contact="No contact",
        nowhere="Not given",
        note="Consultations, webinars, reports and feedback are those of this period; statements were issued by its "
        "last day. Consultations ahead, goals, how the projects stand and who completed the support are as of the day "
        "of printing. A case discussion counts for everybody who took part, and once for the trainer.",
        keeper="Drawn up by",
        head="Head",
        printed="Printed on {day}",
        empty="Nobody was supported in this period.",
        specimen_why="Data of the demonstration: of no legal force",
    ),
}
