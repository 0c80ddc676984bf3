"""Reads a PDF or a picture in a process of its own: `python -I file_reader.py SECONDS < file` prints it as JSON.

Anybody may send any file. What a crafted one asks for (a page of a kilometre, a picture of a terabyte, forms nested
without end) ends the process that reads it, and this one has nothing to lose: it knows no settings and no secrets,
has little memory and few seconds, and leaves no trace on the disk. It knows only PDFium, Pillow and ZXing.
"""

import contextlib
import io
import json
import re
import sys
from typing import Any

MEMORY = 1024 * 1024 * 1024
READ_PAGES = 6
SHARPNESS = 200 / 72  # dots for a point: a QR code of 20 mm is read from a poor scan
MOST_PIXELS = 4_000_000  # of a page as it is drawn: A4 at that sharpness
MOST_PHOTO_PIXELS = 120_000_000
PHOTO_SIDE = 2600  # to which a photo is made smaller
LONGEST_TEXT = 8_000  # letters of a page
MOST_CODES = 20
INVISIBLE = {3, 7}  # of the modes in which a PDF draws text: nothing is painted
# Not tab and line break: what is not a letter and cannot be shown. U+FFFE stands for a hyphen at the end of a line.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\uffff]")
BROKEN_WORD = re.compile(r"\ufffe\s*")


def limit_resources(seconds: int) -> None:
    """At most a gigabyte and so much of the processor, no file and no core dump, where the system can promise that."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def clean(text: str) -> str:
    """What can be shown and encoded."""
    text = BROKEN_WORD.sub("-", CONTROL.sub(" ", text[:LONGEST_TEXT]))
    return text.encode("utf-8", "replace").decode("utf-8")


def read_pdf(content: bytes) -> dict[str, Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return {"refused": "password" if "password" in str(error).lower() else "damaged"}
    texts, codes, veiled = [], [], False
    for number in range(min(len(document), READ_PAGES)):
        with contextlib.suppress(pypdfium2.PdfiumError):  # a page that is broken says nothing
            page = document[number]
            texts.append(text_of(page))
            codes += codes_of(picture_of(page))
            veiled = veiled or is_veiled(page)
    about = [clean(str(value)) for value in document.get_metadata_dict().values() if value]
    return {"texts": texts, "qr": codes[:MOST_CODES], "about": about, "veiled": veiled}


def is_veiled(page: Any) -> bool:
    """Whether some of its text is drawn in invisible ink, under which the page may show anything."""
    import pypdfium2.raw as pdfium

    return any(
        pdfium.FPDFTextObj_GetTextRenderMode(item.raw) in INVISIBLE
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4)
    )


def text_of(page: Any) -> str:
    text = page.get_textpage()
    return clean(text.get_text_range(0, min(text.count_chars(), LONGEST_TEXT)))


def picture_of(page: Any) -> Any:
    """The page as people see it, notes and stamps too, in grey; a large one less sharp."""
    width, height = page.get_size()
    scale = min(SHARPNESS, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    return page.render(scale=scale, grayscale=True).to_pil()


def read_picture(content: bytes) -> dict[str, Any]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PHOTO_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > MOST_PHOTO_PIXELS:
                return {"refused": "too_much"}
            picture.draft("L", (PHOTO_SIDE, PHOTO_SIDE))
            grey = ImageOps.exif_transpose(picture).convert("L")
            grey.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return {"refused": "damaged"}
    return {"texts": [], "qr": codes_of(grey)[:MOST_CODES], "about": [], "veiled": False}


def codes_of(picture: Any) -> list[str]:
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [clean(code.text) for code in found if code.text]


def read(content: bytes) -> dict[str, Any]:
    """What the file says, or the word for why it cannot be read."""
    try:
        return read_pdf(content) if b"%PDF" in content[:1024] else read_picture(content)
    except MemoryError:
        return {"refused": "too_much"}


if __name__ == "__main__":
    limit_resources(int(sys.argv[1]))
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read())))
