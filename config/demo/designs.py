"""A second design: Kazakh and Russian side by side, with the provider's logo and the chair of the commission."""

from __future__ import annotations

from io import BytesIO
from typing import Protocol

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from certificates.designs import drawing
from certificates.models import DesignVersion
from people.models import Provider, User
from people.providing import save_provider

NAME = "Салтанатты · Торжественный"
CHAIR = {
    "name": "Б. С. Жұмабаев",
    "capacity": {
        "kk": "Аттестаттау комиссиясының төрағасы",
        "ru": "Председатель аттестационной комиссии",
        "en": "Chair of the attestation commission",
    },
}
TEAL, GOLD, WHITE = "#07424F", "#D9A93C", "#FFFFFF"
SIDE = 800


class Story(Protocol):
    @property
    def organiser(self) -> User: ...


def publish(story: Story) -> DesignVersion:
    """The logo where there is none, then the design; a draft of the next version is begun and left."""
    by = story.organiser
    provider = Provider.objects.get()
    if not provider.logo:
        save_provider(provider, by=by, logo=ContentFile(_logo(), name="logo.png"))
    design = drawing.begin(NAME, by=by)
    chosen = {"languages": "kk+ru", "palette": "blue", "has_logo": True, "signers": [CHAIR]}
    drawing.draw(design, chosen, by=by)
    version = drawing.publish(design, by=by)
    drawing.draw(design, {"palette": "burgundy", "plate": "calm"}, by=by)
    return version


def _logo() -> bytes:
    """An open book under a rising sun, drawn here: the provider of the demonstration does not exist."""
    picture = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((10, 10, SIDE - 10, SIDE - 10), fill=TEAL)
    pen.ellipse((34, 34, SIDE - 34, SIDE - 34), outline=GOLD, width=8)
    pen.pieslice((260, 200, 540, 480), 180, 360, fill=GOLD)
    for left, right, x in ((400, 160, -1), (400, 640, 1)):
        pen.polygon([(left, 400), (right, 350), (right, 570), (left, 620)], fill=WHITE)
        for line in range(3):
            y = 420 + 48 * line
            pen.line([(left + 30 * x, y), (right - 30 * x, y - 38)], fill=TEAL, width=10)
    content = BytesIO()
    picture.resize((400, 400), Image.Resampling.LANCZOS).save(content, "PNG")
    return content.getvalue()
