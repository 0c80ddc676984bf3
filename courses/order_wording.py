"""The words of orders and of the list of participants in three languages: data of the paper, not of the interface."""

from __future__ import annotations

from dataclasses import dataclass

from people.written import PaperLanguage


@dataclass(frozen=True)
class OrderWords:
    """One kind of order: what it is about, on what ground, and its numbered points for one person and for several."""

    about: str
    ground: str
    one: tuple[str, ...]
    many: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    order: str
    commands: str
    number: str
    numbered_decision: str
    breach: str
    because: str
    kinds: dict[str, OrderWords]
    # What a transfer credits: by whether hours go along, and whether marks do.
    credited: dict[tuple[bool, bool], str]
    control: str
    person: str
    work: str
    agreed: str
    attested: str
    status: str
    signature: str
    whose: str
    bin: str
    participants: str
    as_of: str
    programme: str
    cohort: str
    dates: str
    hours: str
    everybody: str
    specimen_why: str


KAZAKH = Wording(
    order="Бұйрық",
    commands="БҰЙЫРАМЫН:",
    number="№ {number}",
    numbered_decision="№ {number} ",
    breach="Келісімнің бұзылуы: {text}",
    because="Себебі: {text}",
    kinds={
        "admission": OrderWords(
            about="Біліктілікті арттыру курсына қабылдау туралы",
            ground="Тыңдаушылармен жасалған келісімдер негізінде",
            one=(
                "Төменде аталған тыңдаушы «{programme}» бағдарламасы бойынша біліктілікті арттыру курсының «{cohort}» "
                "тобына қабылдансын. Оқу мерзімі: {dates}. Көлемі: {hours} академиялық сағат.",
            ),
            many=(
                "Төменде аталған тыңдаушылар «{programme}» бағдарламасы бойынша біліктілікті арттыру курсының "
                "«{cohort}» тобына қабылдансын. Оқу мерзімі: {dates}. Көлемі: {hours} академиялық сағат.",
            ),
        ),
        "expulsion": OrderWords(
            about="Тыңдаушыны оқудан шығару туралы",
            ground=(
                "Курстан өту туралы келісімнің талаптары орындалмағандықтан және өтініштерді қарау жөніндегі "
                "комиссияның {decided} {minutes}шешімі негізінде"
            ),
            one=(
                "Төменде аталған тыңдаушы «{programme}» бағдарламасы бойынша біліктілікті арттыру курсының «{cohort}» "
                "тобынан шығарылсын.",
                "Тыңдаушының жұмыс берушісіне хабарлама жіберілсін.",
            ),
            many=(),
        ),
        "transfer": OrderWords(
            about="Тыңдаушыны басқа топқа ауыстыру туралы",
            ground="Дәлелді себеппен және ұсынылған құжаттар негізінде",
            one=(
                "Төменде аталған тыңдаушы «{programme}» бағдарламасы бойынша біліктілікті арттыру курсының «{cohort}» "
                "тобынан «{target}» тобына ауыстырылсын. Жаңа топтың оқу мерзімі: {target_dates}.",
                "{credited}",
            ),
            many=(),
        ),
        "completion": OrderWords(
            about="Біліктілікті арттыру курсын аяқтау туралы",
            ground="Қорытынды аттестаттау нәтижелері негізінде",
            one=(
                "Төменде аталған тыңдаушы «{programme}» бағдарламасы бойынша біліктілікті арттыру курсын («{cohort}» "
                "тобы, {hours} академиялық сағат) аяқтап, қорытынды аттестаттаудан өтті деп есептелсін.",
                "Тыңдаушыға сертификат берілсін.",
            ),
            many=(
                "Төменде аталған тыңдаушылар «{programme}» бағдарламасы бойынша біліктілікті арттыру курсын "
                "(«{cohort}» тобы, {hours} академиялық сағат) аяқтап, қорытынды аттестаттаудан өтті деп есептелсін.",
                "Тыңдаушыларға сертификат берілсін.",
            ),
        ),
    },
    credited={
        (True, True): (
            "Тыңдаушы қатысқан {carried} академиялық сағат және орындалған тапсырмалардың ({marks}) бағалары есепке "
            "алынсын. Жобаны қорғау бағалары көшірілмейді."
        ),
        (True, False): (
            "Тыңдаушы қатысқан {carried} академиялық сағат есепке алынсын. Жобаны қорғау бағалары көшірілмейді."
        ),
        (False, True): (
            "Орындалған тапсырмалардың ({marks}) бағалары есепке алынсын. Жобаны қорғау бағалары көшірілмейді."
        ),
        (False, False): "Бұрынғы топтағы сағаттар мен бағалар есепке алынбайды.",
    },
    control="Осы бұйрықтың орындалуын бақылауды өзіме қалдырамын.",
    person="Тегі, аты, әкесінің аты",
    work="Жұмыс орны, лауазымы",
    agreed="Келісім күні",
    attested="Аттестаттау күні",
    status="Күйі",
    signature="қолы",
    whose="тегі, аты-жөні",
    bin="БСН {bin}",
    participants="Тыңдаушылар тізімі",
    as_of="Тізім күні",
    programme="Бағдарлама",
    cohort="Топ",
    dates="Оқу мерзімі",
    hours="Көлемі, академиялық сағат",
    everybody="Барлығы: {n}",
    specimen_why="Үлгі: заңды күші жоқ",
)

RUSSIAN = Wording(
    order="Приказ",
    commands="ПРИКАЗЫВАЮ:",
    number="№ {number}",
    numbered_decision=" № {number}",
    breach="Нарушение договора: {text}",
    because="Причина: {text}",
    kinds={
        "admission": OrderWords(
            about="О зачислении на курс повышения квалификации",
            ground="На основании заключённых со слушателями договоров",
            one=(
                "Зачислить в группу «{cohort}» курса повышения квалификации по программе «{programme}» слушателя, "
                "указанного ниже. Срок обучения: {dates}. Объём: {hours} (академических часов).",
            ),
            many=(
                "Зачислить в группу «{cohort}» курса повышения квалификации по программе «{programme}» слушателей, "
                "указанных ниже. Срок обучения: {dates}. Объём: {hours} (академических часов).",
            ),
        ),
        "expulsion": OrderWords(
            about="Об отчислении слушателя",
            ground=(
                "В связи с невыполнением условий договора о прохождении курсов и на основании решения комиссии по "
                "рассмотрению заявлений {decided}{minutes}"
            ),
            one=(
                "Отчислить из группы «{cohort}» курса повышения квалификации по программе «{programme}» слушателя, "
                "указанного ниже.",
                "Уведомить работодателя слушателя.",
            ),
            many=(),
        ),
        "transfer": OrderWords(
            about="О переводе слушателя в другую группу",
            ground="По уважительной причине и на основании представленных документов",
            one=(
                "Перевести слушателя, указанного ниже, из группы «{cohort}» в группу «{target}» курса повышения "
                "квалификации по программе «{programme}». Срок обучения новой группы: {target_dates}.",
                "{credited}",
            ),
            many=(),
        ),
        "completion": OrderWords(
            about="О завершении курса повышения квалификации",
            ground="По результатам итоговой аттестации",
            one=(
                "Считать слушателя группы «{cohort}», указанного ниже, завершившим курс повышения квалификации по "
                "программе «{programme}» (академических часов: {hours}) и прошедшим итоговую аттестацию.",
                "Выдать слушателю сертификат.",
            ),
            many=(
                "Считать слушателей группы «{cohort}», указанных ниже, завершившими курс повышения квалификации по "
                "программе «{programme}» (академических часов: {hours}) и прошедшими итоговую аттестацию.",
                "Выдать слушателям сертификаты.",
            ),
        ),
    },
    credited={
        (True, True): (
            "Зачесть посещённые слушателем академические часы ({carried}) и оценки за выполненные задания ({marks}). "
            "Оценки защиты проекта не переносятся."
        ),
        (True, False): (
            "Зачесть посещённые слушателем академические часы ({carried}). Оценки защиты проекта не переносятся."
        ),
        (False, True): "Зачесть оценки за выполненные задания ({marks}). Оценки защиты проекта не переносятся.",
        (False, False): "Часы и оценки прежней группы не засчитываются.",
    },
    control="Контроль за исполнением настоящего приказа оставляю за собой.",
    person="Фамилия, имя, отчество",
    work="Место работы, должность",
    agreed="Дата договора",
    attested="Дата аттестации",
    status="Статус",
    signature="подпись",
    whose="фамилия, инициалы",
    bin="БИН {bin}",
    participants="Список слушателей",
    as_of="Дата списка",
    programme="Программа",
    cohort="Группа",
    dates="Срок обучения",
    hours="Объём, академических часов",
    everybody="Всего: {n}",
    specimen_why="Образец: юридической силы не имеет",
)

ENGLISH = Wording(
    order="Order",
    commands="I HEREBY ORDER:",
    number="No. {number}",
    numbered_decision=", No. {number}",
    breach="Breach of the agreement: {text}",
    because="Reason: {text}",
    kinds={
        "admission": OrderWords(
            about="Admission to the professional development course",
            ground="On the basis of the agreements concluded with the participants,",
            one=(
                "The participant named below is admitted to the cohort “{cohort}” of the professional development "
                "course “{programme}”. Period of study: {dates}. Volume: {hours} academic hours.",
            ),
            many=(
                "The participants named below are admitted to the cohort “{cohort}” of the professional development "
                "course “{programme}”. Period of study: {dates}. Volume: {hours} academic hours.",
            ),
        ),
        "expulsion": OrderWords(
            about="Expulsion of a participant",
            ground=(
                "The terms of the agreement on the course having been breached, and on the basis of the decision of "
                "the commission on applications {decided}{minutes},"
            ),
            one=(
                "The participant named below is expelled from the cohort “{cohort}” of the professional development "
                "course “{programme}”.",
                "The participant's employer is to be notified.",
            ),
            many=(),
        ),
        "transfer": OrderWords(
            about="Transfer of a participant to another cohort",
            ground="For a valid reason and on the basis of the documents submitted,",
            one=(
                "The participant named below is transferred from the cohort “{cohort}” to the cohort “{target}” of the "
                "professional development course “{programme}”. Period of study of the new cohort: {target_dates}.",
                "{credited}",
            ),
            many=(),
        ),
        "completion": OrderWords(
            about="Completion of the professional development course",
            ground="On the basis of the results of the final attestation,",
            one=(
                "The participant named below has completed the professional development course “{programme}” (cohort "
                "“{cohort}”, {hours} academic hours) and passed the final attestation.",
                "A certificate is to be issued to the participant.",
            ),
            many=(
                "The participants named below have completed the professional development course “{programme}” "
                "(cohort “{cohort}”, {hours} academic hours) and passed the final attestation.",
                "Certificates are to be issued to the participants.",
            ),
        ),
    },
    credited={
        (True, True): (
            "The academic hours attended ({carried}) and the marks for tasks ({marks}) are credited. Marks of the "
            "defence are not carried over."
        ),
        (True, False): (
            "The academic hours attended ({carried}) are credited. Marks of the defence are not carried over."
        ),
        (False, True): "The marks for tasks ({marks}) are credited. Marks of the defence are not carried over.",
        (False, False): "No hours or marks of the former cohort are credited.",
    },
    control="I retain control over the execution of this order.",
    person="Surname, given name, patronymic",
    work="Place of work, position",
    agreed="Agreement",
    attested="Attestation",
    status="Status",
    signature="signature",
    whose="name",
    bin="BIN {bin}",
    participants="List of participants",
    as_of="Date of the list",
    programme="Programme",
    cohort="Cohort",
    dates="Period of study",
    hours="Academic hours",
    everybody="In all: {n}",
    specimen_why="Specimen: without legal force",
)

WORDING: dict[PaperLanguage, Wording] = {"kk": KAZAKH, "ru": RUSSIAN, "en": ENGLISH}
SPECIMEN = (("kk", "ҮЛГІ"), ("ru", "ОБРАЗЕЦ"), ("en", "SPECIMEN"))
