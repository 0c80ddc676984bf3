"""Many PDFs as one for the printer: the pages look as they did, and what they have alike is there once."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

from certificates import design
from certificates.joining import joined
from tests.certificates.paper_samples import sample, statement

FONT = os.urandom(20_000)
MEGABYTE = 1024 * 1024


def picture(pdf: bytes, page: int) -> bytes:
    with pypdfium2.PdfDocument(pdf) as document:
        return bytes(document[page].render(scale=1).to_pil().tobytes())


def page_of(words: bytes, own: bytes = b"") -> bytes:
    """A page whose size and turn stand in the list of pages, with a font that all have and something of its own."""
    pdf = pikepdf.new()
    font = pdf.make_stream(FONT, Type=Name("/Odd#20name"), Share=pikepdf.String("ҮЛГІ (1) 2 0 R"))
    pdf.add_blank_page(page_size=(200, 100))
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(b"1 0 0 rg 20 20 60 30 re f % " + words)
    page.Resources = Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(Own=pdf.make_stream(own)))
    del page["/MediaBox"]
    pdf.Root.Pages.MediaBox = Array([0, 0, 200, 100])
    pdf.Root.Pages.Rotate = 90
    page.Annots = Array([pdf.make_indirect(Dictionary(Type=Name.Annot, P=page))])  # refers back to its page
    held = io.BytesIO()
    pdf.save(held, compress_streams=False)
    return held.getvalue()


def test_the_pages_of_real_papers_look_as_they_did_in_their_order() -> None:
    papers = [design.render(sample()), design.render(statement())]
    made = b"".join(joined(papers))
    with pikepdf.open(io.BytesIO(made)) as run:
        assert run.check_pdf_syntax() == []
        assert len(run.pages) == 3
        assert run.Root.ViewerPreferences.PrintScaling == Name("/None")
    looks = [picture(papers[0], 0), picture(papers[0], 1), picture(papers[1], 0)]
    assert [picture(made, page) for page in range(3)] == looks


def test_what_files_have_alike_is_written_once() -> None:
    papers = [page_of(b"first"), page_of(b"second"), page_of(b"third")]
    made = b"".join(joined(papers))
    assert made.count(FONT) == 1
    assert len(made) < len(FONT) + 5_000
    with pikepdf.open(io.BytesIO(made)) as run:
        assert run.check_pdf_syntax() == []
        assert [page.Contents.read_bytes().split()[-1] for page in run.pages] == [b"first", b"second", b"third"]
        [font] = {page.Resources.Font.F1.objgen for page in run.pages}
        kept = run.get_object(font).stream_dict
        assert (kept.Type, str(kept.Share)) == (Name("/Odd#20name"), "ҮЛГІ (1) 2 0 R")


def test_a_page_keeps_what_it_has_from_its_list_of_pages() -> None:
    paper = page_of(b"turned")
    made = b"".join(joined([paper, paper]))
    assert picture(made, 0) == picture(made, 1) == picture(paper, 0)
    with pypdfium2.PdfDocument(made) as run:
        assert run[0].get_size() == (100, 200)


def test_hundreds_of_files_do_not_stand_in_memory() -> None:
    def papers(count: int) -> Iterator[bytes]:
        for n in range(count):
            yield page_of(b"%d" % n, own=os.urandom(200_000))

    def used() -> int:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    for _piece in joined(papers(20)):  # what any run needs
        pass
    before, written, most = used(), 0, 0
    for piece in joined(papers(120)):
        written += len(piece)
        most = max(most, used() - before)
    assert written > 20 * MEGABYTE
    assert most < 6 * MEGABYTE
