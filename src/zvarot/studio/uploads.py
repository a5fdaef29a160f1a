"""Keep what staff upload under plain ASCII names, the only ones that can be published."""

from pathlib import PurePath

from django.core.files.storage import FileSystemStorage
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii


class PlainNames(FileSystemStorage):
    """The disk; a letter of another script becomes the Latin ones that sound like it."""

    def get_valid_name(self, name: str) -> str:
        path = PurePath(name)
        stem, ending = (slugify(string_to_ascii(part)) for part in (path.stem, path.suffix))
        return f"{stem or 'file'}.{ending}" if ending else stem or "file"
