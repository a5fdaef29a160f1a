"""Join the PDFs of parts into one PDF/A, each front that many cards share laid in once."""

import re
from io import BytesIO
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

_ABOUT: Final = ("/Metadata", "/OutputIntents", "/Lang", "/ViewerPreferences")


class Whole:
    """One PDF of many, with the metadata of the first.

    Parts come as they are ready and are joined at once, while others are still being set.
    """

    def __init__(self) -> None:
        self.pages = 0
        self._only = b""
        self._writer: PdfWriter | None = None
        self._waiting: dict[int, tuple[bytes, int]] = {}
        self._joined = 0

    def add(self, number: int, pdf: bytes, *, shared: int = 0) -> None:
        """Take part `number`, counted from 0.

        shared -- its first page is the front of so many pages that follow: it is printed before
        each of them.
        """
        self._waiting[number] = pdf, shared
        while self._joined in self._waiting:
            self._join(*self._waiting.pop(self._joined))

    def written(self) -> bytes:
        """Return the whole; a part that is alone comes back as it is, with its tags."""
        if self._writer is None:
            return self._only
        root = self._writer.root_object
        about = root["/Metadata"].get_object() if "/Metadata" in root else None
        if isinstance(about, StreamObject):
            pages = f"<xmpTPg:NPages>{self.pages}<".encode()
            about.set_data(re.sub(rb"<xmpTPg:NPages>\d+<", pages, about.get_data()))
        whole = BytesIO()
        self._writer.write(whole)
        return whole.getvalue()

    def _join(self, pdf: bytes, shared: int) -> None:
        self._joined += 1
        reader = PdfReader(BytesIO(pdf))
        self.pages += len(reader.pages) + max(shared - 1, 0)
        if self._joined == 1 and shared < 2:
            self._only = pdf
            return
        if self._writer is None:
            first = PdfReader(BytesIO(self._only)) if self._only else reader
            self._writer = _empty(first)
            if self._only:
                self._writer.append(first, import_outline=False)
        if shared < 2:
            self._writer.append(reader, import_outline=False)
        else:
            _add_with_fronts(self._writer, reader, shared)


def _empty(first: PdfReader) -> PdfWriter:
    """Return a file without pages that says of itself what the first part does."""
    writer = PdfWriter()
    writer.pdf_header = first.pdf_header
    for key in _ABOUT:
        if key in first.root_object:
            writer.root_object[NameObject(key)] = first.root_object.raw_get(key).clone(writer)
    writer.metadata = first.metadata
    writer.generate_file_identifiers()  # PDF/A asks for them
    return writer


def _add_with_fronts(writer: PdfWriter, reader: PdfReader, shared: int) -> None:
    front, *others = reader.pages
    for back in others[:shared]:
        writer.add_page(front)
        writer.add_page(back)
    for page in others[shared:]:
        writer.add_page(page)
