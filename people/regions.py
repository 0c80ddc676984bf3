"""The 17 regions of Kazakhstan and its three cities of republican significance, in three languages."""

from __future__ import annotations

from people.languages import in_language

REGIONS: tuple[dict[str, str], ...] = tuple(
    {"kk": kk, "ru": ru, "en": en}
    for kk, ru, en in (
        ("Абай облысы", "Область Абай", "Abai Region"),
        ("Ақмола облысы", "Акмолинская область", "Akmola Region"),
        ("Ақтөбе облысы", "Актюбинская область", "Aktobe Region"),
        ("Алматы облысы", "Алматинская область", "Almaty Region"),
        ("Атырау облысы", "Атырауская область", "Atyrau Region"),
        ("Батыс Қазақстан облысы", "Западно-Казахстанская область", "West Kazakhstan Region"),
        ("Жамбыл облысы", "Жамбылская область", "Zhambyl Region"),
        ("Жетісу облысы", "Область Жетісу", "Zhetysu Region"),
        ("Қарағанды облысы", "Карагандинская область", "Karaganda Region"),
        ("Қостанай облысы", "Костанайская область", "Kostanay Region"),
        ("Қызылорда облысы", "Кызылординская область", "Kyzylorda Region"),
        ("Маңғыстау облысы", "Мангистауская область", "Mangystau Region"),
        ("Павлодар облысы", "Павлодарская область", "Pavlodar Region"),
        ("Солтүстік Қазақстан облысы", "Северо-Казахстанская область", "North Kazakhstan Region"),
        ("Түркістан облысы", "Туркестанская область", "Turkistan Region"),
        ("Ұлытау облысы", "Область Ұлытау", "Ulytau Region"),
        ("Шығыс Қазақстан облысы", "Восточно-Казахстанская область", "East Kazakhstan Region"),
        ("Алматы қаласы", "Город Алматы", "Almaty City"),
        ("Астана қаласы", "Город Астана", "Astana City"),
        ("Шымкент қаласы", "Город Шымкент", "Shymkent City"),
    )
)


def region_choices() -> list[tuple[str, str]]:
    """For a form: what is kept is the Kazakh name, what is shown is the reader's."""
    return [("", "–"), *((region["kk"], in_language(region)) for region in REGIONS)]


def region_in_language(kept: str) -> str:
    """The reader's name of the region that is kept; what was written freely stays as it was."""
    return next((in_language(region) for region in REGIONS if region["kk"] == kept), kept)
