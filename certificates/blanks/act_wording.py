"""The words of an act in three languages: data of the paper, not of the interface."""

from __future__ import annotations

from dataclasses import dataclass

from people.written import PaperLanguage


@dataclass(frozen=True)
class Wording:
    title: str
    about: str
    number: str
    approve: str
    commission: str
    found: dict[str, str]  # by the reason of the act
    series: str
    numbers: str
    count: str
    happened: str
    total: str
    for_document: str
    circumstances: str
    members: str
    bin: str
    specimen_why: str


KAZAKH = Wording(
    title="АКТ",
    about="Қорғалған бланкілерді есептен шығару туралы",
    number="№ {number}",
    approve="БЕКІТЕМІН",
    commission="Комиссия құрамы:",
    found={
        "printing": "Комиссия басып шығару кезінде бүлінген төмендегі бланкілерді есептен шығарды:",
        "damaged": "Комиссия жарамсыз болып қалған төмендегі бланкілерді есептен шығарды:",
        "lost": "Комиссия жоғалған төмендегі бланкілерді есептен шығарды:",
    },
    series="Сериясы",
    numbers="Нөмірлері",
    count="Саны",
    happened="Не болды",
    total="Барлығы: {n}",
    for_document="басып шығару кезінде бүлінді, № {number} құжатқа арналған",
    circumstances="Мән-жайы",
    members="Комиссия мүшелерінің қолдары:",
    bin="БСН {bin}",
    specimen_why="Үлгі: заңды күші жоқ",
)

RUSSIAN = Wording(
    title="АКТ",
    about="О списании защищённых бланков",
    number="№ {number}",
    approve="УТВЕРЖДАЮ",
    commission="Комиссия в составе:",
    found={
        "printing": "Комиссия списала следующие бланки, испорченные при печати:",
        "damaged": "Комиссия списала следующие бланки, пришедшие в негодность:",
        "lost": "Комиссия списала следующие утраченные бланки:",
    },
    series="Серия",
    numbers="Номера",
    count="Количество",
    happened="Что произошло",
    total="Всего: {n}",
    for_document="испорчен при печати, предназначался для документа № {number}",
    circumstances="Обстоятельства",
    members="Подписи членов комиссии:",
    bin="БИН {bin}",
    specimen_why="Образец: юридической силы не имеет",
)

ENGLISH = Wording(
    title="ACT",
    about="On writing off protected blanks",
    number="No. {number}",
    approve="APPROVED",
    commission="The commission:",
    found={
        "printing": "The commission wrote off these blanks, which were spoiled in printing:",
        "damaged": "The commission wrote off these blanks, which were damaged:",
        "lost": "The commission wrote off these blanks, which were lost:",
    },
    series="Series",
    numbers="Numbers",
    count="Count",
    happened="What happened",
    total="In all: {n}",
    for_document="spoiled in printing, was meant for document No. {number}",
    circumstances="Circumstances",
    members="Signatures of the commission:",
    bin="BIN {bin}",
    specimen_why="Specimen: of no legal force",
)

WORDING: dict[PaperLanguage, Wording] = {"kk": KAZAKH, "ru": RUSSIAN, "en": ENGLISH}
SPECIMEN = (("kk", "ҮЛГІ"), ("ru", "ОБРАЗЕЦ"), ("en", "SPECIMEN"))
