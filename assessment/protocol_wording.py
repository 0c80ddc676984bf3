"""The words of the protocol in its three languages: data of the paper, not of the interface."""

from dataclasses import dataclass

from people.written import PaperLanguage


@dataclass(frozen=True)
class Wording:
    title: str
    number: str
    date: str
    room: str
    cohort: str
    programme: str
    commission: str
    chair: str
    member: str
    criteria: str
    out_of: str
    coursework: str
    participant: str
    topic: str
    exact: str
    total: str
    result: str
    means: str
    again: str
    carried: str
    absent: str
    absent_excused: str
    summary: str
    everybody: str
    sheets: str
    excused: str
    note: str
    signature: str
    signatures: str
    head: str
    bin: str
    page: str
    third: str
    third_asked: str
    consensus: str
    agreed: str
    rule_third: str
    rule_consensus: str
    signed: str
    cannot: str
    specimen_why: str
    draft_why: str


KAZAKH = Wording(
    title="Қорытынды аттестаттау хаттамасы",
    number="№ {number}",
    date="Өткізілген күні",
    room="Өткізілген орны",
    cohort="Топ",
    programme="Бағдарлама",
    commission="Комиссия",
    chair="төраға",
    member="мүше",
    criteria="Бағалау критерийлері",
    out_of="ең көбі {maximum}",
    coursework="курс барысында тренер қойған балл",
    participant="Тыңдаушы, жұмыс орны",
    topic="Жоба тақырыбы",
    exact="Қосынды",
    total="Ұпай",
    result="Нәтиже",
    means="Критерий бойынша ұпай — комиссия мүшелері ұпайларының орташасы; қосынды бүтінге бір рет дөңгелектеледі.",
    again="қайта аттестаттау",
    carried="бірінші аттестаттаудан көшірілді",
    absent="Келмеді",
    absent_excused="Дәлелді себеппен келмеді",
    summary="Қорытынды",
    everybody="Барлығы",
    sheets="Комиссия мүшелері қойған ұпайлар",
    excused="бағалаудан босатылды: {reason}",
    note="Ескерту",
    signature="қолы",
    signatures="Комиссияның қолдары",
    head="Хаттаманы бекітті",
    bin="БСН {bin}",
    page="бет",
    third="үшінші мүше",
    third_asked="Үшінші мүше шақырылды: {who}. Себебі",
    consensus="Негізделген келісім (қатысқандар: {who}). Себебі",
    agreed="Комиссия келіскен ұпай",
    rule_third="Ұпайлар алшақ болғанда төраға үшінші мүшені шақырады: ол басқалардың ұпайын көрмей бағалайды, "
    "үшеуінің орташасы алынады.",
    rule_consensus="Ұпайлар алшақ болғанда комиссия негізделген келісімге келеді: критерий бойынша келісілген ұпай "
    "алынады.",
    signed="электрондық қол қойылды: {at}",
    cannot="қол қоймады: {reason}",
    specimen_why="Үлгі: заңды күші жоқ",
    draft_why="Жоба: хаттама бекітілмеген",
)

RUSSIAN = Wording(
    title="Протокол (ведомость) итоговой аттестации",
    number="№ {number}",
    date="Дата проведения",
    room="Место проведения",
    cohort="Группа",
    programme="Программа",
    commission="Комиссия",
    chair="председатель",
    member="член комиссии",
    criteria="Критерии оценивания",
    out_of="максимум {maximum}",
    coursework="баллы тренера за работу в ходе курса",
    participant="Слушатель, место работы",
    topic="Тема проекта",
    exact="Сумма",
    total="Балл",
    result="Результат",
    means="Балл по критерию — среднее баллов, выставленных членами комиссии; сумма один раз округляется до целого.",
    again="повторная аттестация",
    carried="перенесено из первой аттестации",
    absent="Не явился (не явилась)",
    absent_excused="Неявка по уважительной причине",
    summary="Итоги",
    everybody="Всего",
    sheets="Баллы, выставленные членами комиссии",
    excused="освобождён от оценивания: {reason}",
    note="Примечание",
    signature="подпись",
    signatures="Подписи комиссии",
    head="Протокол утверждён",
    bin="БИН {bin}",
    page="стр.",
    third="третий член комиссии",
    third_asked="Привлечён третий член комиссии: {who}. Причина",
    consensus="Мотивированный консенсус (участвовали: {who}). Обоснование",
    agreed="Согласованные комиссией баллы",
    rule_third="При расхождении баллов председатель привлекает третьего члена комиссии: он оценивает, не видя чужих "
    "баллов, и берётся среднее трёх.",
    rule_consensus="При расхождении баллов комиссия приходит к мотивированному консенсусу: берутся согласованные баллы "
    "по критериям.",
    signed="подписано электронно: {at}",
    cannot="не подписал(а): {reason}",
    specimen_why="Образец: юридической силы не имеет",
    draft_why="Проект: протокол не утверждён",
)

ENGLISH = Wording(
    title="Protocol of the final assessment",
    number="No. {number}",
    date="Held on",
    room="Held at",
    cohort="Cohort",
    programme="Programme",
    commission="Commission",
    chair="chair",
    member="member",
    criteria="Criteria",
    out_of="maximum {maximum}",
    coursework="the trainer's points for the work during the course",
    participant="Participant, place of work",
    topic="Project topic",
    exact="Sum",
    total="Points",
    result="Result",
    means="The points for a criterion are the mean of the members' points; the sum is rounded to an integer once.",
    again="second attempt",
    carried="carried over from the first attempt",
    absent="Did not appear",
    absent_excused="Did not appear, for a valid reason",
    summary="Summary",
    everybody="All",
    sheets="Points given by the members",
    excused="excused from scoring: {reason}",
    note="Note",
    signature="signature",
    signatures="Signatures of the commission",
    head="Protocol approved",
    bin="BIN {bin}",
    page="page",
    third="third member",
    third_asked="A third member was asked: {who}. Reason",
    consensus="Reasoned consensus (took part: {who}). Reason",
    agreed="Points agreed by the commission",
    rule_third="Where totals lie too far apart, the chair asks a third member, who scores without seeing the "
    "others; the mean of the three stands.",
    rule_consensus="Where totals lie too far apart, the commission reaches a reasoned consensus: the points agreed for "
    "each criterion stand.",
    signed="signed electronically: {at}",
    cannot="did not sign: {reason}",
    specimen_why="Specimen: of no legal force",
    draft_why="Draft: the protocol has not been approved",
)

WORDING: dict[PaperLanguage, Wording] = {"kk": KAZAKH, "ru": RUSSIAN, "en": ENGLISH}
# Across the page, in all three languages.
SPECIMEN = (("kk", "ҮЛГІ"), ("ru", "ОБРАЗЕЦ"), ("en", "SPECIMEN"))
DRAFT = (("kk", "ЖОБА"), ("ru", "ПРОЕКТ"), ("en", "DRAFT"))
