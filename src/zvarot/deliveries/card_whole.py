"""Join the PDFs of parts into one PDF/A, each front that many cards share laid in once."""

import re
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import StreamObject


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
        if self._joined == 1 and shared < 2:
            self._only = pdf
            self.pages = len(PdfReader(BytesIO(pdf)).pages)
            return
        if self._only:
            self._writer = PdfWriter(clone_from=BytesIO(self._only))
            self._only = b""
        reader = PdfReader(BytesIO(pdf))
        if self._writer is None:
            self._writer = PdfWriter(clone_from=reader)
            for sheet in range(1, shared):
                self._writer.insert_page(reader.pages[0], 2 * sheet)
        elif shared < 2:
            self._writer.append(reader, import_outline=False)
        else:
            self._add_with_fronts(self._writer, reader, shared)
        self.pages = len(self._writer.pages)

    def _add_with_fronts(self, writer: PdfWriter, reader: PdfReader, shared: int) -> None:
        front, *others = reader.pages
        for back in others[:shared]:
            writer.add_page(front)
            writer.add_page(back)
        for page in others[shared:]:
            writer.add_page(page)
