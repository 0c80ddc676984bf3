"""The words of the protocol of an appeal or a correction in its three languages: data of the paper."""

from dataclasses import dataclass

from people.written import PaperLanguage


@dataclass(frozen=True)
class Wording:
    title: dict[str, str]
    number: str
    programme: str
    cohort: str
    date: str
    protocol: str
    of_protocol: str
    participant: str
    topic: str
    request: dict[str, str]
    requested: str
    commission: str
    chair: str
    member: str
    decision: str
    upheld: dict[str, str]
    rejected: dict[str, str]
    reason: str
    criterion: str
    maximum: str
    before: str
    after: str
    exact: str
    total: str
    result: str
    recorded: str
    signature: str
    signatures: str
    bin: str
    specimen_why: str


KAZAKH = Wording(
    title={"appeal": "Апелляциялық комиссия отырысының хаттамасы", "correction": "Техникалық қатені түзету хаттамасы"},
    number="№ {number}",
    programme="Бағдарлама",
    cohort="Топ",
    date="Өткізілген күні",
    protocol="Қаралатын хаттама",
    of_protocol="№ {number}, {date}",
    participant="Тыңдаушы, жұмыс орны",
    topic="Жоба тақырыбы",
    request={"appeal": "Апелляция", "correction": "Түзету туралы өтініш"},
    requested="{who}, {date}",
    commission="Комиссия",
    chair="төраға",
    member="мүше",
    decision="Шешім",
    upheld={"appeal": "Апелляция қанағаттандырылды.", "correction": "Қате түзетілді."},
    rejected={"appeal": "Апелляция қабылданбады, нәтиже өзгеріссіз қалды.", "correction": "Нәтиже өзгеріссіз қалды."},
    reason="Негіздеме",
    criterion="Бағалау критерийі",
    maximum="Ең көбі",
    before="Бұрын",
    after="Енді",
    exact="Қосынды",
    total="Ұпай",
    result="Нәтиже",
    recorded="Шешімді жүйеге енгізген: {who}",
    signature="қолы",
    signatures="Комиссияның қолдары",
    bin="БСН {bin}",
    specimen_why="Үлгі: заңды күші жоқ",
)

RUSSIAN = Wording(
    title={
        "appeal": "Протокол заседания апелляционной комиссии",
        "correction": "Протокол об исправлении технической ошибки",
    },
    number="№ {number}",
    programme="Программа",
    cohort="Группа",
    date="Дата проведения",
    protocol="Рассматриваемый протокол",
    of_protocol="№ {number} от {date}",
    participant="Слушатель, место работы",
    topic="Тема проекта",
    request={"appeal": "Апелляция", "correction": "Запрос на исправление"},
    requested="{who}, {date}",
    commission="Комиссия",
    chair="председатель",
    member="член комиссии",
    decision="Решение",
    upheld={"appeal": "Апелляция удовлетворена.", "correction": "Ошибка исправлена."},
    rejected={"appeal": "Апелляция отклонена, результат не изменён.", "correction": "Результат не изменён."},
    reason="Обоснование",
    criterion="Критерий оценивания",
    maximum="Максимум",
    before="Было",
    after="Стало",
    exact="Сумма",
    total="Балл",
    result="Результат",
    recorded="Решение внесено в систему: {who}",
    signature="подпись",
    signatures="Подписи комиссии",
    bin="БИН {bin}",
    specimen_why="Образец: юридической силы не имеет",
)

ENGLISH = Wording(
    title={"appeal": "Protocol of the appeals commission", "correction": "Protocol of a clerical correction"},
    number="No. {number}",
    programme="Programme",
    cohort="Cohort",
    date="Held on",
    protocol="Protocol under review",
    of_protocol="No. {number} of {date}",
    participant="Participant, place of work",
    topic="Project topic",
    request={"appeal": "Appeal", "correction": "Request for a correction"},
    requested="{who}, {date}",
    commission="Commission",
    chair="chair",
    member="member",
    decision="Decision",
    upheld={"appeal": "The appeal was upheld.", "correction": "The error was corrected."},
    rejected={"appeal": "The appeal was rejected; the result stands.", "correction": "The result stands."},
    reason="Reason",
    criterion="Criterion",
    maximum="Maximum",
    before="Before",
    after="Now",
    exact="Sum",
    total="Points",
    result="Result",
    recorded="Decision recorded by: {who}",
    signature="signature",
    signatures="Signatures of the commission",
    bin="BIN {bin}",
    specimen_why="Specimen: of no legal force",
)

WORDING: dict[PaperLanguage, Wording] = {"kk": KAZAKH, "ru": RUSSIAN, "en": ENGLISH}
