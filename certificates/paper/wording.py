"""The words of the paper in its three languages: data of the design, not of the interface.

{braces} are filled in by certificates.design. A name is never inflected: it stands alone in the nominative and a
finite sentence follows (look: Do / don't).
"""

from dataclasses import dataclass

from people.written import PaperLanguage


@dataclass(frozen=True)
class Wording:
    # the certificate
    certificate: str
    duplicate: str
    in_place_of: str
    lead: str
    before_title: str
    after_title: tuple[str, str]
    gloss: str  # one line of the trilingual page: title and sentence together
    quotes: str  # the pair that a title stands in
    number: str
    volume: str
    course: str
    issued: str
    valid: str
    hours: tuple[str, ...]  # plural forms: (other) or (one, few, many)
    signature: str
    seal: str
    bin: str
    verify: tuple[str, ...]  # line by line, right-aligned beside the QR code
    verify_short: str
    blank: str
    # the appendix
    appendix: str
    appendix_to: str
    programme: str
    school: str
    topic: str
    content: str
    module: str
    lecture: str
    practice: str
    self_study: str
    total: str
    content_unit: str
    assessment: str
    criterion: str
    points: str
    maximum: str
    final_points: str
    exact_sum: str
    exact_sum_rounded: str
    result: str
    passed: str
    passed_barely: str
    not_passed: str
    # the statement of attendance
    statement: str
    statement_lead: str
    statement_after: tuple[str, str]  # attended …; not passed
    statement_period: str
    not_a_certificate: str
    not_a_certificate_why: str
    # the statement of completed post-course support; the rest of its words: certificates.paper.support
    support: str
    # none of them
    specimen: str
    specimen_why: str
    preview: str
    preview_why: str


KAZAKH = Wording(
    certificate="СЕРТИФИКАТ",
    duplicate="ТЕЛНҰСҚА",
    in_place_of="{date} № {number} сертификаттың орнына берілді",
    lead="Осы сертификатпен расталады:",
    before_title="",
    after_title=(
        "білім беру бағдарламасы бойынша педагогтердің біліктілігін арттыру курсын",
        "толық аяқтап, қорытынды аттестаттаудан сәтті өтті.",
    ),
    gloss="",
    quotes="«»",
    number="№ {number}",
    volume="Көлемі",
    course="Курс өткен мерзім",
    issued="Берілген күні",
    valid="Қолданылу мерзімі (қоса алғанда)",
    hours=("академиялық сағат",),
    signature="қолы",
    seal="М. О.",
    bin="БСН {bin}",
    verify=("Түпнұсқалығын тексеру:", "камераны QR-кодқа бағыттаңыз", "немесе {host}", "бетінде кодты теріңіз"),
    verify_short="Тексеру",
    blank="Бланк {series} № {number}",
    appendix="ҚОСЫМША",
    appendix_to="{date} № {number} сертификатқа",
    programme="Бағдарлама",
    school="Жұмыс орны",
    topic="Жоба тақырыбы",
    content="Бағдарлама мазмұны",
    module="Модуль",
    lecture="Дәріс",
    practice="Практика",
    self_study="Өзіндік",
    total="Барлығы",
    content_unit="академиялық сағатпен",
    assessment="Қорытынды бағалау",
    criterion="Бағалау критерийі",
    points="Ұпай",
    maximum="Ең көбі",
    final_points="Қорытынды ұпай",
    exact_sum="Ұпайлар қосындысы {exact}",
    exact_sum_rounded="Ұпайлар қосындысы {exact}; бүтін санға дөңгелектелді",
    result="Нәтиже",
    passed="Аттестация сәтті өтті ({band})",
    passed_barely="Аттестация өтті ({band})",
    not_passed="Аттестация өтпеді",
    statement="АНЫҚТАМА",
    statement_lead="Осы анықтамамен расталады:",
    statement_after=(
        "білім беру бағдарламасы бойынша педагогтердің біліктілігін арттыру курсын тыңдады.",
        "Қорытынды аттестаттаудан өтпеді.",
    ),
    statement_period="Курс өткен мерзім",
    not_a_certificate="СЕРТИФИКАТ ЕМЕС",
    not_a_certificate_why="Бұл анықтама сертификат болып табылмайды және оны алмастырмайды.",
    support="ҚОЛДАУ ТУРАЛЫ АНЫҚТАМА",
    specimen="ҮЛГІ",
    specimen_why="Үлгі: заңды күші жоқ",
    preview="АЛДЫН АЛА КӨРІНІС",
    preview_why="Алдын ала көрініс: құжат берілмеген",
)

RUSSIAN = Wording(
    certificate="СЕРТИФИКАТ",
    duplicate="ДУБЛИКАТ",
    in_place_of="Выдан взамен сертификата № {number} {date}",
    lead="Настоящим сертификатом подтверждается:",
    before_title="курс повышения квалификации педагогов по образовательной программе",
    after_title=("пройден в полном объёме, итоговая аттестация пройдена успешно.", ""),
    gloss="{title}: курс повышения квалификации пройден полностью, итоговая аттестация пройдена успешно.",
    quotes="«»",
    number="№ {number}",
    volume="Объём",
    course="Период обучения",
    issued="Дата выдачи",
    valid="Действителен",
    hours=("академический час", "академических часа", "академических часов"),
    signature="подпись",
    seal="М. П.",
    bin="БИН {bin}",
    verify=("Проверка подлинности:", "наведите камеру на QR-код", "или наберите код на странице", "{host}"),
    verify_short="Проверка",
    blank="Бланк {series} № {number}",
    appendix="ПРИЛОЖЕНИЕ",
    appendix_to="к сертификату № {number} {date}",
    programme="Программа",
    school="Место работы",
    topic="Тема проекта",
    content="Содержание программы",
    module="Модуль",
    lecture="Лекции",
    practice="Практика",
    self_study="Самост.",
    total="Всего",
    content_unit="в академических часах",
    assessment="Итоговая оценка",
    criterion="Критерий оценивания",
    points="Баллы",
    maximum="Максимум",
    final_points="Итоговый балл",
    exact_sum="Сумма баллов {exact}",
    exact_sum_rounded="Сумма баллов {exact}; округлена до целого",
    result="Результат",
    passed="Аттестация пройдена успешно ({band})",
    passed_barely="Аттестация пройдена ({band})",
    not_passed="Аттестация не пройдена",
    statement="СПРАВКА",
    statement_lead="Настоящей справкой подтверждается:",
    statement_after=(
        "— прослушан курс повышения квалификации педагогов по этой образовательной программе.",
        "Итоговая аттестация не пройдена.",
    ),
    statement_period="Период обучения",
    not_a_certificate="НЕ СЕРТИФИКАТ",
    not_a_certificate_why="Справка не является сертификатом и не заменяет его.",
    support="СПРАВКА О ПОДДЕРЖКЕ",
    specimen="ОБРАЗЕЦ",
    specimen_why="Образец: юридической силы не имеет",
    preview="ПРЕДПРОСМОТР",
    preview_why="Предпросмотр: документ не выдан",
)

ENGLISH = Wording(
    certificate="CERTIFICATE",
    duplicate="DUPLICATE",
    in_place_of="Issued in place of certificate No. {number} {date}",
    lead="This is to certify that",
    before_title="has completed in full the in-service training course for educators under the programme",
    after_title=("and has passed the final assessment.", ""),
    gloss="{title}: in-service training course for educators completed in full, final assessment passed.",
    quotes="“”",
    number="No. {number}",
    volume="Volume",
    course="Course dates",
    issued="Date of issue",
    valid="Valid through",
    hours=("academic hours",),
    signature="signature",
    seal="Seal",
    bin="BIN {bin}",
    verify=("To verify:", "point a camera at the QR code", "or type the code at", "{host}"),
    verify_short="Verify",
    blank="Blank form {series} No. {number}",
    appendix="APPENDIX",
    appendix_to="to certificate No. {number} {date}",
    programme="Programme",
    school="Place of work",
    topic="Project topic",
    content="Programme content",
    module="Module",
    lecture="Lectures",
    practice="Practice",
    self_study="Self-study",
    total="Total",
    content_unit="in academic hours",
    assessment="Final assessment",
    criterion="Criterion",
    points="Points",
    maximum="Maximum",
    final_points="Final points",
    exact_sum="Sum of points {exact}",
    exact_sum_rounded="Sum of points {exact}; rounded to an integer",
    result="Result",
    passed="Assessment passed with success ({band})",
    passed_barely="Assessment passed ({band})",
    not_passed="Assessment not passed",
    statement="STATEMENT OF ATTENDANCE",
    statement_lead="This is to confirm that",
    statement_after=(
        "— the in-service training course for educators under this programme was attended.",
        "The final assessment was not passed.",
    ),
    statement_period="Course dates",
    not_a_certificate="NOT A CERTIFICATE",
    not_a_certificate_why="This statement is not a certificate and does not replace one.",
    support="STATEMENT OF SUPPORT",
    specimen="SPECIMEN",
    specimen_why="Specimen: of no legal force",
    preview="PREVIEW",
    preview_why="Preview: the document has not been issued",
)

WORDING: dict[PaperLanguage, Wording] = {"kk": KAZAKH, "ru": RUSSIAN, "en": ENGLISH}


def hours_in_words(count: int, language: PaperLanguage) -> str:
    """80 академиялық сағат · 81 академический час · 80 academic hours."""
    forms = WORDING[language].hours
    if language != "ru":
        return f"{count}\u00a0{forms[0] if language == 'kk' or count != 1 else 'academic hour'}"
    last_two, last = count % 100, count % 10
    one_few_many = 2 if 10 < last_two < 20 or last > 4 or last == 0 else int(last > 1)
    return f"{count}\u00a0{forms[one_few_many]}"
