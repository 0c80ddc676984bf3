"""Who plays in the demonstration. Every name, school and topic is made up; nobody has an IIN born before 1900."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from people.iin import check_digit
from people.models import Organisation

SURNAMES = [
    ("Ахметов", "Ахметова"), ("Әбдірахманов", "Әбдірахманова"), ("Байжанов", "Байжанова"), ("Ғабдуллин", "Ғабдуллина"),
    ("Дәулетов", "Дәулетова"), ("Ерғалиев", "Ерғалиева"), ("Жүнісов", "Жүнісова"), ("Қасымов", "Қасымова"),
    ("Құрманбаев", "Құрманбаева"), ("Мұқанов", "Мұқанова"), ("Нұрғалиев", "Нұрғалиева"), ("Оспанов", "Оспанова"),
    ("Өмірбеков", "Өмірбекова"), ("Рахымов", "Рахымова"), ("Сейітов", "Сейітова"), ("Тілеубаев", "Тілеубаева"),
    ("Төлегенов", "Төлегенова"), ("Үсенов", "Үсенова"), ("Хамзин", "Хамзина"), ("Шәріпов", "Шәріпова"),
    ("Ысқақов", "Ысқақова"), ("Ізбасар", "Ізбасар"), ("Қожахмет", "Қожахмет"), ("Әшімов", "Әшімова"),
]  # fmt: skip
MEN = ["Асқар", "Әділ", "Бауыржан", "Ғалым", "Дархан", "Ерлан", "Жандос", "Қайсар", "Мұрат", "Нұрлан", "Өркен", "Тілек"]
WOMEN = [
    "Айгерім", "Әсем", "Гүлжаһан", "Ғалия", "Динара", "Жанар", "Қарлығаш", "Ләззат", "Меруерт", "Нұргүл", "Перизат",
    "Роза", "Сәуле", "Ұлболсын", "Үміт", "Шолпан",
]  # fmt: skip
FATHERS = ["Болат", "Серік", "Қанат", "Нұрлан", "Әлімжан", "Төлеген", "Өмірбек", "Ғабит", "Жақсылық", "Һәкім", "Асан"]
PLACES = [
    ("Қарағанды", "Қарағанды облысы"), ("Теміртау", "Қарағанды облысы"), ("Балқаш", "Қарағанды облысы"),
    ("Шахтинск", "Қарағанды облысы"), ("Абай", "Қарағанды облысы"), ("Сараң", "Қарағанды облысы"),
    ("Жезқазған", "Ұлытау облысы"), ("Қарқаралы", "Қарағанды облысы"), ("Приозёр", "Қарағанды облысы"),
]  # fmt: skip
SCHOOLS = [
    ("№ {n} жалпы білім беретін мектеп", Organisation.Kind.SCHOOL), ("№ {n} гимназия", Organisation.Kind.GYMNASIUM),
    ("№ {n} мектеп-лицей", Organisation.Kind.LYCEUM), ("№ {n} шағын жинақты мектеп", Organisation.Kind.UNGRADED),
]  # fmt: skip
TOPICS = [
    "Шағын жинақты мектепте деректерге негізделген сапа мониторингін енгізу",
    "Мұғалімдердің кәсіби қауымдастығы арқылы сабақ сапасын арттыру",
    "Мектептің даму бағдарламасындағы инклюзивті орта",
    "Ата-аналармен цифрлық кері байланыс жүйесі",
    "Қауіпсіз білім беру ортасы: тәуекел картасы",
    "Жас педагогтерге тәлімгерлік жүйесін құру",
    "Мектеп ресурстарын тиімді жоспарлау",
    "Оқу нәтижелерін талдауда жасанды интеллект құралдарын қолдану",
    "Функционалдық сауаттылықты арттыру жөніндегі басқарушылық шешім",
    "Академиялық адалдық мәдениетін қалыптастыру",
]


@dataclass(frozen=True)
class Character:
    iin: str
    surname: str
    given_name: str
    patronymic: str
    birth_date: date
    email: str
    phone: str
    school: str
    kind: str
    locality: str
    region: str
    topic: str


def invent(random: Random, serial: int) -> Character:
    """The next person; `serial` keeps IINs, addresses and schools apart."""
    woman = random.random() < 0.8  # as in the published study: four of five are women
    surname = random.choice(SURNAMES)[1 if woman else 0]
    father = random.choice(FATHERS)
    born = date(1865, 1, 1) + timedelta(days=random.randrange(9_000))
    locality, region = random.choice(PLACES)
    school, kind = random.choice(SCHOOLS)
    return Character(
        iin=iin_of(born, woman, serial),
        surname=surname,
        given_name=random.choice(WOMEN if woman else MEN),
        patronymic=f"{father}{'қызы' if woman else 'ұлы'}" if random.random() > 0.05 else "",
        birth_date=born,
        email=f"principal{serial}@mektep.example" if serial % 29 else "",
        phone=f"+7701{serial:07d}",
        school=school.format(n=serial),
        kind=kind,
        locality=locality,
        region=region,
        topic=random.choice(TOPICS),
    )


def iin_of(born: date, woman: bool, serial: int) -> str:
    for step in range(50):
        body = f"{born:%y%m%d}{2 if woman else 1}{(serial * 7 + step) % 10000:04d}"
        if (check := check_digit(body)) is not None:
            return f"{body}{check}"
    raise ValueError(f"no valid IIN for {born}")
