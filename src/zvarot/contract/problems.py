"""What can be wrong with an answer, and the sentence that asks for a better one."""

from typing import Final

from zvarot.contract.errors import ZvarotError
from zvarot.lib.marks import mark as _

MISSING, TOO_LONG, CHARACTERS, NAME, EMAIL, EMAIL_SIGN, CHOICE, COUNTRY, CODE, AGREE = (
    "missing",
    "too_long",
    "characters",
    "name",
    "email",
    "email_sign",
    "choice",
    "country",
    "code",
    "agree",
)
SENTENCES: Final = {
    MISSING: _("Please fill this in."),
    TOO_LONG: _("Please keep this under {max} characters."),
    CHARACTERS: _("A character here cannot be read or printed. Please type this again."),
    NAME: _("Please use the letters of a name, in any alphabet. No links or addresses."),
    EMAIL: _("This does not look like an e-mail address, such as name@example.org."),
    EMAIL_SIGN: _("The e-mail address lacks an @, as in name@example.org."),
    CHOICE: _("Please choose one of these."),
    COUNTRY: _("Please choose a country from the list."),
    CODE: _("Please write the code with letters and digits only."),
    AGREE: _("Please tick this, or leave the page."),
}


class AnswersInvalid(ZvarotError):
    """Answers that the form cannot take; `problems` has a sentence for each field at fault."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(f"The answers to {len(problems)} fields cannot be taken.")
        self.problems = problems
