"""One action in one language: everything its public page says, computed before a template.

The page gives the words, the original page the settings; see `pages.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from zvarot.contract.audiences import TARGET
from zvarot.contract.counts import CountWords
from zvarot.contract.form import Form
from zvarot.contract.form_view import form_view
from zvarot.contract.kind import Kind
from zvarot.contract.letter import LetterText
from zvarot.contract.message_view import Mail, message_view
from zvarot.contract.notices import NOTICES
from zvarot.contract.office import Addressee
from zvarot.contract.promise import Promise
from zvarot.contract.sentence import Rendered, promise_hash, render
from zvarot.lib.marks import mark as _
from zvarot.lib.words import Words, words
from zvarot.look.words import FORM_WORDS, LETTER_WORDS, MESSAGE_WORDS
from zvarot.offices.addressing import Addressing, addressing
from zvarot.studio.counting import count_words
from zvarot.studio.parts import Parts
from zvarot.studio.pictures import shown
from zvarot.studio.terms import Terms

FORM_ID: Final = "act"


@dataclass(frozen=True)
class ActionView:
    """words_page -- the page in this language. original -- the page that carries the settings.

    default_lang -- language of the original; its addresses carry no language.
    """

    words_page: Any
    original: Any
    words: Words
    default_lang: str
    now: datetime

    @property
    def lang(self) -> str:
        return self.words.lang

    @property
    def slug(self) -> str:
        return str(self.original.slug)

    @property
    def href(self) -> str:
        return href(self.slug, self.lang, self.default_lang)

    @cached_property
    def kind(self) -> Kind:
        kind: Kind = type(self.original).kind
        return kind

    @cached_property
    def terms(self) -> Terms:
        return Terms.read(self.original.terms, self.kind)

    @cached_property
    def plain_form(self) -> Form:
        """The form before translation, as the action keeps it."""
        form = self.terms.form(self.kind, self.original.question)
        return self.original.shaped(form, words("en"))

    @cached_property
    def form(self) -> Form:
        own = self.terms.form(self.kind, self.words_page.question or self.original.question)
        form: Form = self.words_page.shaped(own, self.words).translated(self.words)
        page = self.words_page
        return form.reworded("updates", page.news_question, page.news_hint)

    @cached_property
    def letters(self) -> tuple[LetterText, ...]:
        """The letters that a supporter sees and edits; empty for most kinds."""
        found: tuple[LetterText, ...] = self.words_page.letter_texts(self.words, self._today)
        return found

    @cached_property
    def mail(self) -> Mail | None:
        """How a message to a person travels; None for kinds that take none."""
        found: Mail | None = self.words_page.mail(self.words)
        return found

    @cached_property
    def promise(self) -> Promise:
        original = self.original
        return self.terms.promised(
            level=original.level,
            deliver_by=original.deliver_by,
            office=original.office.slug if original.office else "",
        )

    @cached_property
    def rendered(self) -> Rendered:
        names = {TARGET: self._called} if self._called else {}
        names |= self.words_page.called()
        return render(self.promise, self.form, self.words, names)

    @cached_property
    def promise_hash(self) -> bytes:
        return promise_hash(self.promise, self.rendered)

    @cached_property
    def addressing(self) -> Addressing | None:
        if self.original.office is None:
            return None
        return addressing(self.original.office, self.lang, self._today)

    @cached_property
    def addressee(self) -> Addressee:
        kept = self.addressing
        if kept is None:
            return Addressee(office="")
        lines = tuple(line for line in (kept.organisation, *kept.lines) if line)
        return Addressee(
            office=kept.office, holder=kept.holder, salutation=kept.salutation, lines=lines
        )

    @cached_property
    def count_words(self) -> CountWords:
        return count_words(
            self.kind.counts,
            self.words,
            how_url=f"{self.href}counting/",
            show_from=self.original.show_from,
            is_over=self._is_over,
        )

    @property
    def parts(self) -> Parts:
        return Parts(
            words=self.words,
            case=self.original.case,
            addressing=self.addressing,
            today=self._today,
        )

    @cached_property
    def stamp(self) -> dict[str, Any] | None:
        """The stamp of the hero: the case's picture, or its name set large in its own script."""
        case, page = self.original.case, self.words_page
        rows = list(case.names.all()) if case else []
        if not rows:
            return None
        picture = shown(case.picture, case.drawing)
        name = next((row for row in rows if row.language == self.lang), None)
        caption = page.stamp_caption or case.name_in(self.lang)
        return {
            "src": picture.src if picture else "",
            "width": picture.width if picture else 0,
            "height": picture.height if picture else 0,
            "alt": page.stamp_alt or (name.picture_alt if name else ""),
            "caption": caption,
            "note": page.stamp_note or (name.caption if name else ""),
            "name": rows[0].text,
            "name_lang": rows[0].language,
        }

    def action(self, state_card: dict[str, Any] | None) -> dict[str, Any]:
        """What templates call `action`."""
        page, say = self.words_page, self.words.gettext
        return {
            "slug": self.slug,
            "href": self.href,
            "title": page.title,
            "lead": page.lead,
            "kind_label": say(self.kind.to),
            "addressee": self._addressee,
            "case": self._case(),
            "stamp": self.stamp,
            "state": self.original.state,
            "button": page.go or say(self.kind.go),
            "closes": self._closes(),
            "delivered": None,
            "state_card": state_card,
            "thanks_title": page.thanks_title,
            "thanks_text": page.thanks_text,
        }

    def form_base(self) -> dict[str, Any]:
        """What `form.html` needs beside the fields, the promise and what was typed."""
        say, page = self.words.gettext, self.words_page
        return {
            "id": FORM_ID,
            "title": page.form_title or say(self.kind.form_title),
            "button": page.button or say(self.kind.button),
            "words": {key: say(text) for key, text in self._form_words.items()},
            "again": say(_("Write again: {title}")).format(title=page.title),
            "notices": {key: say(text) for key, text in NOTICES.items()},
        }

    def blank_form(self, *, is_inert: bool) -> dict[str, Any]:
        """The form as a reader first meets it."""
        base = self.form_base()
        return form_view(
            self.form,
            base,
            action=self.href,
            promise=self.rendered.to_json(),
            promise_hash=self.promise_hash,
            is_inert=is_inert,
            mail=message_view(self.mail, base) if self.mail else None,
        )

    def letter_lines(self) -> list[str]:
        """The letter that everybody signs, a paragraph each, for deliveries; empty if none."""
        letters = [part.value for part in self.words_page.body if part.block_type == "letter"]
        if not letters:
            return []
        letter = letters[0]
        kept = self.addressing.salutation if self.addressing else ""
        opening = [letter["subject"], letter["salutation"] or kept]
        lines = [*opening, *letter["paragraphs"], letter["closing"]]
        return [line for line in lines if line]

    @property
    def _called(self) -> str:
        """Whom the promise names: the offices we send letters to, else the page's office."""
        sent = [one.name for text in self.letters for one in text.targets if one.channel.is_ours]
        if sent:
            return self.words.join(list(dict.fromkeys(sent)))
        return self.addressing.office if self.addressing else ""

    @property
    def _addressee(self) -> str:
        """Whom the page speaks to: the office, or everyone who may get a letter."""
        office = self.addressing.office if self.addressing else ""
        if not self.letters:
            return str(self.words_page.speaks_to()) or office
        names = [
            name
            for text in self.letters
            for name in (
                [self.words.gettext(_("your two senators"))]
                if text.by_place
                else [one.name for one in text.targets if one.is_chosen and not one.lives_in]
            )
        ]
        return self.words.join(list(dict.fromkeys(names))) if names else office

    @property
    def _form_words(self) -> dict[str, str]:
        own = {**LETTER_WORDS} if self.letters else {**MESSAGE_WORDS} if self.mail else {}
        return {**FORM_WORDS, **own}

    @property
    def _is_over(self) -> bool:
        closes = self.original.closes_at
        return self.original.state != "open" or (closes is not None and self.now >= closes)

    @property
    def _today(self) -> date:
        return self.now.date()

    def _case(self) -> dict[str, Any] | None:
        case = self.original.case
        if case is None:
            return None
        names = [{"lang": row.language, "text": row.text} for row in case.names.all()]
        return {"name": case.name_in(self.lang), "names": names}

    def _closes(self) -> str:
        if self.original.closes_at is None:
            return ""
        day = local_day(self.original.closes_at, self.original.time_zone)
        return self.words.gettext(_("Open until {date}")).format(date=self.words.date(day))


def href(slug: str, lang: str, default_lang: str) -> str:
    """Give the public path of an action in a language."""
    return f"/{slug}/" if lang == default_lang else f"/{lang}/{slug}/"


def local_day(moment: datetime, zone: str) -> date:
    """Give the calendar day of a moment in the zone that the page shows."""
    return moment.astimezone(ZoneInfo(zone)).date()
