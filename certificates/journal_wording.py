"""The words of the journal of issue in its three languages: data of the paper, not of the interface."""

from __future__ import annotations

from dataclasses import dataclass

from people.written import PaperLanguage


@dataclass(frozen=True)
class Wording:
    title: str
    period: str
    kinds: dict[str, str]
    series: dict[str, str]
    # the columns
    number: str
    issued: str
    holder: str
    programme: str
    hours: str
    blank: str
    handed: str
    handed_to: str
    handed_on: str
    signature: str
    # the totals
    page_total: str
    so_far: str
    in_all: str
    documents: str
    blanks: str
    handed_over: str
    part: str
    # the end
    keeper: str
    head: str
    printed: str
    empty: str
    specimen_why: str


WORDING: dict[PaperLanguage, Wording] = {
    "kk": Wording(
        title="Құжаттарды беру журналы",
        period="Кезең",
        kinds={
            "certificate": "Сертификат",
            "duplicate": "Телнұсқа",
            "statement": "Анықтама",
            "support": "Қолдау туралы анықтама",
        },
        series={
            "": "Барлық құжаттар",
            "certificate": "Сертификаттар мен телнұсқалар",
            "statement": "Курсты тыңдау туралы анықтамалар",
            "support": "Курстан кейінгі қолдау туралы анықтамалар",
        },
        number="Құжат, нөмірі",
        issued="Берілген күні",
        holder="Тегі, аты, әкесінің аты",
        programme="Бағдарлама",
        hours="Сағат",
        blank="Бланк сериясы мен №",
        handed="Кімге және қашан тапсырылды",
        handed_to="Кімге тапсырылды",
        handed_on="Қашан",
        signature="Алушының қолы",
        page_total="Бет бойынша барлығы",
        so_far="Журналдың басынан бері",
        in_all="Журнал бойынша барлығы",
        documents="құжат: {n}",
        blanks="бланк: {n}",
        handed_over="тапсырылды: {n}",
        part="{n}-бет, барлығы {all}",
        keeper="Журналды жүргізуші",
        head="Басшы",
        printed="Басып шығарылған күні: {day}",
        empty="Осы кезеңде құжат берілген жоқ.",
        specimen_why="Үлгілер журналы: заңды күші жоқ",
    ),
    "ru": Wording(
        title="Журнал выдачи документов",
        period="Период",
        kinds={
            "certificate": "Сертификат",
            "duplicate": "Дубликат",
            "statement": "Справка",
            "support": "Справка о поддержке",
        },
        series={
            "": "Все документы",
            "certificate": "Сертификаты и дубликаты",
            "statement": "Справки об участии",
            "support": "Справки о посткурсовой поддержке",
        },
        number="Документ, номер",
        issued="Дата выдачи",
        holder="Фамилия, имя, отчество",
        programme="Программа",
        hours="Часы",
        blank="Серия и № бланка",
        handed="Кому и когда вручён",
        handed_to="Кому вручён",
        handed_on="Когда",
        signature="Подпись получателя",
        page_total="Всего по странице",
        so_far="С начала журнала",
        in_all="Всего по журналу",
        documents="документов: {n}",
        blanks="бланков: {n}",
        handed_over="вручено: {n}",
        part="страница {n} из {all}",
        keeper="Журнал ведёт",
        head="Руководитель",
        printed="Напечатано: {day}",
        empty="За этот период документы не выдавались.",
        specimen_why="Журнал образцов: юридической силы не имеет",
    ),
    "en": Wording(
        title="Journal of issued documents",
        period="Period",
        kinds={
            "certificate": "Certificate",
            "duplicate": "Duplicate",
            "statement": "Statement",
            "support": "Statement of support",
        },
        series={
            "": "All documents",
            "certificate": "Certificates and duplicates",
            "statement": "Statements of attendance",
            "support": "Statements of post-course support",
        },
        number="Document, number",
        issued="Issued on",
        holder="Surname, given name, patronymic",
        programme="Programme",
        hours="Hours",
        blank="Blank: series and №",
        handed="Handed over: to whom, when",
        handed_to="Handed to",
        handed_on="On",
        signature="Signature of the receiver",
        page_total="Total of the page",
        so_far="From the beginning of the journal",
        in_all="Total of the journal",
        documents="documents: {n}",
        blanks="blanks: {n}",
        handed_over="handed over: {n}",
        part="page {n} of {all}",
        keeper="Kept by",
        head="Head",
        printed="Printed on {day}",
        empty="No document was issued in this period.",
        specimen_why="Journal of specimens: of no legal force",
    ),
}
