"""The studio's form for a letter page."""

from copy import copy
from typing import Any

from zvarot.studio.page_form import ActionPageForm


class LetterPageForm(ActionPageForm):
    """Also refuses to publish letters that could not be sent as the promise says."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_draft and not self.errors and not self.instance.is_translation():
            page = copy(self.instance)
            for name in ("letters", "office", "terms"):
                if name in cleaned:
                    setattr(page, name, cleaned[name])
            for sentence in page.own_problems():
                self.add_error("letters", sentence)
        return cleaned
