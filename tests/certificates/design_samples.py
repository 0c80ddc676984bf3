"""Designs to print in, and pictures for them; the longest that real providers, programmes and people are called."""

from __future__ import annotations

import base64
from hashlib import sha256
from io import BytesIO
from typing import Any, cast

from PIL import Image, ImageDraw

from certificates.snapshot import AS_EVER, DesignSnapshot, PictureSnapshot, Snapshot
from tests.certificates.paper_samples import named, sample, words

CHAIR: dict[str, Any] = {
    "name": "С. Т. Мұқанова",
    "capacity": words(
        "Аттестаттау комиссиясының төрағасы",
        "Председатель аттестационной комиссии",
        "Chair of the attestation commission",
    ),
}
DEAN: dict[str, Any] = {
    "name": "Әбдірахманова-Құлмұхамедова Г. Ө.",
    "capacity": words(
        "Педагогтердің біліктілігін арттыру және қайта даярлау бөлімінің меңгерушісі",
        "Заведующий отделом повышения квалификации и переподготовки педагогов",
        "Head of the department of in-service training and retraining of educators",
    ),
}
LONGEST: dict[str, Any] = {
    "name": named("Ж" + "ұ" * 24, "Ғ" + "ы" * 24, "Ө" + "м" * 24),
    "programme": words(
        "Білім беру ұйымдарындағы инновациялық менеджмент: сапаны, инклюзияны, цифрлық трансформацияны және қауіпсіз "
        "ортаны басқарудың заманауи тәсілдері мен құралдары",
        "Инновационный менеджмент в организациях образования: современные подходы и инструменты управления качеством, "
        "инклюзией, цифровой трансформацией и безопасной средой",
        "Innovative management in education organisations: modern approaches to and tools for quality, inclusion, "
        "digital transformation and a safe environment",
    ),
    "provider": {
        "name": words(
            "Қарағанды облысы білім басқармасының білім беруді дамытудың өңірлік оқу-әдістемелік орталығы коммуналдық "
            "мемлекеттік мекемесі",
            "Коммунальное государственное учреждение «Региональный учебно-методический центр развития образования "
            "управления образования Карагандинской области»",
            "Regional Training and Methodical Centre for the Development of Education of the Education Department of "
            "Karaganda Region",
        ),
        "city": words("Қарағанды", "Караганда", "Karaganda"),
        "bin": "250340900008",
    },
    "signatory": {
        "name": "Қ. Б. Әубәкіров",
        "capacity": words(
            "Басқарма төрағасының орынбасары, бас директордың міндетін уақытша атқарушы",
            "Заместитель председателя правления, временно исполняющий обязанности генерального директора",
            "Deputy Chair of the Board, temporarily Acting General Director",
        ),
        "acting": True,
    },
}


def drawn(size: tuple[int, int] = (900, 320), colour: str = "#07424F") -> bytes:
    """A PNG with something in the middle and nothing around it."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((8, 8, size[0] - 8, size[1] - 8), fill=colour)
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def picture(size: tuple[int, int] = (900, 320)) -> PictureSnapshot:
    content = drawn(size)
    return {"key": "", "sha256": sha256(content).hexdigest(), "data": base64.b64encode(content).decode()}


def design(**changes: Any) -> DesignSnapshot:
    return cast(DesignSnapshot, {**AS_EVER, "version": 1, **changes})


def in_design(language: str = "kk", *, changes: dict[str, Any] | None = None, **look: Any) -> Snapshot:
    return sample(language=language, design=design(**look), **(changes or {}))
