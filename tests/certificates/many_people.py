"""People as lists of principals have them, thousands of them and no two alike: for the oracle and for benchmarks.

Names of the peoples of Kazakhstan, with and without a patronymic, double surnames, apostrophes, Latin letters; schools
under their legal names in full; topics from two words to three lines; every band. One in two hundred has the longest
names that we know how to print, three words of 25 letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from certificates.codes import ALPHABET, check_character
from certificates.snapshot import Snapshot
from tests.certificates.paper_samples import BANDS, CRITERIA, named, sample


def _words(text: str) -> list[str]:
    return text.split()


SURNAMES = _words("""
Ахметова Әбдірахманова Байжанов Бекмұхамбетова Ғабдуллина Дәулетов Ерғалиева Ескендірова Жүнісова Жұмағұлова
Зейнолла Исмаилова Кенжебаева Қасымов Қожахмет Құрманбаева Ләтипова Мұқанов Мұхаммеджанова Нұрғалиева
Нұрмағамбетова Оспанов Өмірбекова Өтегенова Рахымбердинова Сағындықова Сәрсенбаева Тілеубаев Төлегенова
Тұрғынбекова Ұзақбаева Үсенова Хамзина Хасенқызы Һамитова Шәріпова Ысқақова Ізбасарова Ізтілеуова Әшімова
Іңкәрбекова Щербакова Юсупова Ковалёва Константинопольская Подъяпольский Мироненко Дем'яненко Шевченко
Гордиенко Кузьмина Пилипчук Вознесенский Цой Ким Ли Пак Тен Хегай Шмидт Вайс Миллер Кригер-Вольф Исраилова
Розибакиева Турсунбоев Каримжонова Саидмуродова Мамедова Дудаева Гаппарова Тохтахунова Ибрагимли Алиев О'Нил
Джанибекян-Саркисова Римский-Корсаков
""")
GIVEN = _words("""
Айгерім Ақбота Асқар Әділ Әсем Бауыржан Гүлжаһан Гүлбаһрам Ғалым Ғалия Дархан Динара Еңлік Жанар Жақсыгүл
Зүлфия Индира Қайсар Қарлығаш Құралай Ләззат Мұрат Мөлдір Назгүл Нұргүл Өркен Перизат Сәуле Тілек Ұлболсын
Үміт Шолпан Ырыс Іңкәр Александра Екатерина Вячеслав Инна Надежда Ольга Пётр Светлана Фёдор Юлия Анна Василий
Мария-Луиза Гульнара Дильноза Рустам Шахноза Тахмина
""")
FATHERS = _words("""
Болат Серік Қанат Нұрлан Әлімжан Төлеген Өмірбек Ғабит Жақсылық Һәкім Асан Мұхаммеджан Сағындық Бекмұхамбет
Тұрсынбай Үсен Ізтай Ыбырай
""")
FATHERS_RU = _words("Александров Владимиров Вячеславов Константинов Пантелеймонов Юрьев Фёдоров Ильинич Всеволодов")
LATIN = ["John O'Brien-Smith", "Zeynep Çağlayan Şahin", "François Lefèvre", "Åsa Größinger", "Griffith Flaherty"]
LONGEST = named("Ж" + "ұ" * 24, "Ғ" + "ы" * 24, "Ө" + "м" * 24)
PLACES = _words("Қарағанды Теміртау Балқаш Шахтинск Абай Сараң Жезқазған Қарқаралы Приозёр Ақтоғай Нұра Осакаровка")
SCHOOLS = (
    "№ {n} жалпы білім беретін мектеп",
    "{place} қаласы әкімдігінің № {n} жалпы білім беретін мектебі",
    "«№ {n} мектеп-лицей» КММ",
    "Қарағанды облысы білім басқармасының {place} қаласы білім бөлімінің «№ {n} гимназия» коммуналдық мемлекеттік "
    "мекемесі",
    "КГУ «Общеобразовательная школа № {n}» отдела образования города {place} управления образования Карагандинской "
    "области",
    "«{place} ауданының № {n} тірек мектебі (ресурстық орталық)» КММ",
    "{place} ауданы Ғ. Мүсірепов атындағы № {n} орта мектеп",
    "Частное учреждение «Школа-гимназия „Өрлеу-{n}“»",
    "Gymnasium No. {n}",
)
TOPICS = (
    "Шағын жинақты мектепте деректерге негізделген сапа мониторингін енгізу",
    "Мектептің даму бағдарламасындағы инклюзивті орта",
    "Ата-аналармен цифрлық кері байланыс",
    "Тәлімгерлік жүйесі",
    "Оқу нәтижелерін талдауда жасанды интеллект құралдарын қолдану: мүмкіндіктері, шектеулері және этикасы",
    "Развитие профессионального сообщества педагогов как условие повышения качества обучения в сельской школе",
    "Управление рисками безопасной образовательной среды",
    "Ұйымдық мәдениетті дамыту арқылы педагогикалық ұжымның инновациялық әлеуетін арттыру (облыстың № {n} мектебінің "
    "мысалында)",
    "Мектеп кітапханасын жобалық оқыту орталығына айналдыру: кеңістікті қайта ұйымдастыру, қызметкерлерді оқыту және "
    "серіктестермен жұмыс істеу моделі, оны үш жыл ішінде енгізу жоспары және күтілетін нәтижелердің көрсеткіштері",
    "",
)


def many(count: int, *, seed: int = 1, awkward_every: int = 0, **design: Any) -> Iterator[Snapshot]:
    """Certificates of so many people, each with a number and a code of its own; `design` is the same for all.

    One of every so many, in turn, has a name with letters that no design holds, or a topic as long as the product
    takes one beside a school under its legal name: what has to be laid out whole, or in a design with more room.
    """
    random = Random(seed)
    for serial in range(1, count + 1):
        asked = {**_person(random, serial), **_result(random), **design}
        if awkward_every and serial % awkward_every == 0:
            asked |= AWKWARD[serial // awkward_every % len(AWKWARD)]
        yield sample(**asked)


LONGEST_TOPIC = 400
AWKWARD: tuple[dict[str, Any], ...] = (
    {"name": named("Nguyễn", "Thị Hương")},
    {
        "organisation": SCHOOLS[3].format(n=45, place="Қарағанды"),
        "project_topic": f"{TOPICS[8]}. {TOPICS[7].format(n=45)}. {TOPICS[4]}"[:LONGEST_TOPIC].strip(),
    },
)


def _person(random: Random, serial: int) -> dict[str, Any]:
    body = "".join(random.choice(ALPHABET) for _ in range(15))
    place, number = random.choice(PLACES), random.randrange(1, 180)
    return {
        "number": f"2026-{serial:05d}",
        "code": body + check_character(body),
        "name": _name(random),
        "organisation": random.choice(SCHOOLS).format(n=number, place=place),
        "project_topic": random.choice(TOPICS).format(n=number),
    }


def _name(random: Random) -> dict[str, str]:
    chance = random.random()
    if chance < 0.005:
        return LONGEST
    if chance < 0.02:
        first, *rest = random.choice(LATIN).split()
        return named(rest[-1], first, " ".join(rest[:-1]))
    surname = random.choice(SURNAMES)
    if chance < 0.07:
        surname = f"{surname}-{random.choice(SURNAMES)}"
    return named(surname, random.choice(GIVEN), _patronymic(random))


def _patronymic(random: Random) -> str:
    chance = random.random()
    if chance < 0.06:
        return ""
    if chance < 0.7:
        return random.choice(FATHERS) + random.choice(("қызы", "ұлы"))
    father = random.choice(FATHERS_RU)
    return father if father.endswith("ич") else father + random.choice(("на", "ич"))


def _result(random: Random) -> dict[str, Any]:
    """Points as commissions give them: means of three members' half points, rounded once."""
    criteria, exact = [], Decimal()
    for criterion in CRITERIA:
        maximum = Decimal(criterion["maximum"])
        points = min(maximum, (maximum * Decimal(random.randrange(50, 101)) / 50).quantize(Decimal(1)) / 2)
        points = points if random.random() < 0.7 else max(Decimal(), points - Decimal("0.17"))
        exact += points
        criteria.append({**criterion, "points": f"{points.normalize():f}"})
    total = int(exact + Decimal("0.5"))
    band = next(band for band in BANDS if total >= band["floor"])
    return {"criteria": criteria, "total_exact": f"{exact.normalize():f}", "total": total, "band": band}
