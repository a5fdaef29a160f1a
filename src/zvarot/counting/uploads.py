"""Scans are hashed while they arrive, and kept nowhere: not in memory, not in a temporary file.

A scan shows names and hands. What Zvarot needs of it is a hash; the organisation keeps the rest.
"""

import hashlib
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, QueryDict

MOST_BYTES = 100 * 1024 * 1024  # of one scan


class Hashed(UploadedFile[bytes]):
    """What is left of an uploaded scan."""

    def __init__(self, name: str | None, size: int, digest: str) -> None:
        super().__init__(ContentFile(b""), name=name, size=size)
        self.digest = digest


class HashingHandler(FileUploadHandler):
    """Takes every uploaded file of a request, and gives its hash instead."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[QueryDict, Any] | None:
        """Read the form as usual."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._hash = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MOST_BYTES:
            raise StopUpload(connection_reset=True)
        self._hash.update(raw_data)

    def file_complete(self, file_size: int) -> Hashed:
        return Hashed(self.file_name, file_size, self._hash.hexdigest())


def hash_only(request: HttpRequest) -> None:
    """Let nothing of this request's files be kept. Before anything reads the form."""
    request.upload_handlers = [HashingHandler(request)]
