"""The form that brings in offices: a file is looked at first, and kept in the page until then."""

import base64
import binascii
import zlib
from typing import Any, Final

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zvarot.offices.importing.formats import READERS
from zvarot.offices.importing.rows import Options
from zvarot.offices.models import languages

MAX_UPLOAD: Final = 5_000_000
MAX_KEPT: Final = 2_000_000  # below what Django lets a form bring back
HOURS: Final = 2


class ImportForm(forms.Form):
    """What is brought in, from where, and as of which day."""

    file = forms.FileField(label=_("file"), required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=150)
    format = forms.ChoiceField(label=_("format"), choices=[(name, name) for name in READERS])
    country = forms.RegexField(r"^[A-Za-z]{2}$", label=_("country"), required=False)
    language = forms.ChoiceField(label=_("language"), required=False)
    day = forms.DateField(
        label=_("as of"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day for which the list is true."),
    )
    columns = forms.CharField(
        label=_("columns"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For a table, one a line: title=Position"),
    )

    def __init__(self, *given: Any, user_id: object, **named: Any) -> None:
        super().__init__(*given, **named)
        self._signer = TimestampSigner(salt=f"zvarot.offices.import.{user_id}")
        self.fields["language"].choices = [("", "–"), *languages()]  # type: ignore[attr-defined]
        self.fields["day"].initial = timezone.now().date()
        self.content = b""

    def clean_columns(self) -> dict[str, str]:
        pairs = [
            line.partition("=")
            for line in self.cleaned_data["columns"].splitlines()
            if line.strip()
        ]
        if not all(name.strip() and column.strip() for name, _equals, column in pairs):
            raise forms.ValidationError(_("Write one a line: title=Position"))
        return {name.strip(): column.strip() for name, _equals, column in pairs}

    def clean(self) -> dict[str, Any]:
        """Find the content, in the upload or in what the page kept."""
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload and upload.size > MAX_UPLOAD:
            raise forms.ValidationError(_("The file is too large. Use the command line for it."))
        if upload:
            self.content = upload.read()
            cleaned["name"] = upload.name[:150]
        elif cleaned.get("kept"):
            self.content = self._unpacked(cleaned["kept"])
        else:
            raise forms.ValidationError(_("Choose a file."))
        return cleaned

    def options(self) -> Options:
        return Options(
            day=self.cleaned_data["day"],
            country=self.cleaned_data["country"].upper(),
            language=self.cleaned_data["language"],
            columns=self.cleaned_data["columns"],
        )

    def to_confirm(self) -> "dict[str, Any] | None":
        """Give what the page is to bring back when the import is confirmed; None if too large.

        The content is signed for this user, so nobody confirms what nobody looked at.
        """
        packed = base64.b64encode(zlib.compress(self.content, 9)).decode()
        if len(packed) > MAX_KEPT:
            return None
        columns = "\n".join(f"{a}={b}" for a, b in self.cleaned_data["columns"].items())
        return {
            **{name: self.cleaned_data[name] for name in ("name", "format", "country", "language")},
            "day": self.cleaned_data["day"].isoformat(),
            "columns": columns,
            "kept": self._signer.sign(packed),
        }

    def _unpacked(self, kept: str) -> bytes:
        try:
            packed = self._signer.unsign(kept, max_age=HOURS * 3600)
            return zlib.decompress(base64.b64decode(packed))
        except (BadSignature, binascii.Error, zlib.error):
            raise forms.ValidationError(_("That took too long. Choose the file again.")) from None
