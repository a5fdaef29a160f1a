"""What an editor's form is checked for, in sentences an editor can act on."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from zvarot.actions.models import Action
from zvarot.contract.promise import LEVELS
from zvarot.studio.changes import before, change
from zvarot.studio.custody import key_problems
from zvarot.studio.promise_widget import PromiseField, kind_of
from zvarot.studio.readiness import case_problems, promise_problems, slug_problem
from zvarot.studio.terms import Terms

SETTINGS_FIELDS = (
    "slug",
    "case",
    "office",
    "state",
    "level",
    "opens_at",
    "closes_at",
    "deliver_by",
    "time_zone",
    "show_from",
    "terms",
    "go_live_at",
    "expire_at",
)


_AFTER = {"won": {"won", "archived"}, "archived": {"archived"}}


class ActionPageForm(WagtailAdminPageForm):
    """Refuses to publish what would break a promise or leave a reader without an answer."""

    terms = PromiseField(
        label=_("Who sees what"),
        required=False,
        help_text=_("Tick what the form asks, and who is shown it. The page says it in words."),
    )

    is_draft = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_translation():
            for name in SETTINGS_FIELDS:
                self.fields.pop(name, None)
        if "terms" in self.fields:
            self.fields["terms"].widget.show_page(self.instance)

    def defer_required_fields(self) -> None:
        """Wagtail calls this when a draft is saved: drafts may have gaps."""
        super().defer_required_fields()
        self.is_draft = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        _check_dates(self, cleaned)
        _check_state(self, cleaned)
        if "terms" in self.fields:
            _check_promise(self, cleaned)
        if not self.is_draft and "office" in self.fields:
            _check_before_publishing(self, cleaned)
        return cleaned


def _check_dates(form: ActionPageForm, cleaned: dict[str, Any]) -> None:
    opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
    if opens and closes and closes <= opens:
        form.add_error("closes_at", _("The action would close before it opens."))
    deliver_by = cleaned.get("deliver_by")
    if closes and deliver_by and deliver_by < closes.date():
        form.add_error(
            "deliver_by",
            _("People could still sign after this day. Close the action before the hand-over."),
        )


def _check_state(form: ActionPageForm, cleaned: dict[str, Any]) -> None:
    """What people were told stays: the address they have, and that it is over."""
    key = form.instance.translation_key
    action = Action.objects.filter(page_key=key).first()
    slug = cleaned.get("slug")
    if slug and (problem := slug_problem(slug)):
        form.add_error("slug", problem)
    elif slug and Action.objects.filter(slug=slug).exclude(page_key=key).exists():
        form.add_error("slug", _("Another action has this address, or had it. Choose another."))
    elif slug and action and action.slug != slug and action.state != Action.State.DRAFT:
        form.add_error("slug", _("People have the address “%s”. It stays.") % action.slug)
    allowed = _AFTER.get(action.state) if action else None
    wanted = cleaned.get("state")
    if allowed is not None and wanted and wanted not in allowed:
        form.add_error("state", _("This is over and cannot open again. Make a copy of the page."))


def _check_promise(form: ActionPageForm, cleaned: dict[str, Any]) -> None:
    """A contradiction is refused in drafts, too: nobody should find it on the last day."""
    if cleaned.get("terms") is None:
        return
    kind = kind_of(form.instance)
    sentences = promise_problems(
        Terms.read(cleaned["terms"], kind),
        kind,
        question=cleaned.get("question", ""),
        level=cleaned.get("level") or "standard",
        deliver_by=cleaned.get("deliver_by"),
    )
    for sentence in sentences:
        form.add_error("terms", sentence)
    if not sentences:
        _check_widening(form, cleaned, Terms.read(cleaned["terms"], kind))


def _check_widening(form: ActionPageForm, cleaned: dict[str, Any], terms: Terms) -> None:
    """Show more than people were promised only if somebody says yes to it, also in a draft."""
    old = before(form.instance)
    if old is None:
        return
    level = cleaned.get("level") or "standard"
    if LEVELS.index(level) < LEVELS.index(old.promise.level):
        form.add_error(
            "level",
            _("People signed at the protection “%s”. It may be raised, not lowered.")
            % old.promise.level,
        )
    promise = terms.promised(level=level, deliver_by=cleaned.get("deliver_by"))
    office = cleaned.get("office")
    own = terms.form(kind_of(form.instance), cleaned.get("question", ""))
    found = change(old, promise, own, office.pk if office else old.office)
    if found.wider and "terms-widen" not in form.data:
        form.add_error(
            "terms",
            _("This shows more than people were promised: %s Tick the box below, or take it back.")
            % " ".join(found.wider),
        )


def _check_before_publishing(form: ActionPageForm, cleaned: dict[str, Any]) -> None:
    for problem in case_problems(cleaned.get("case")):
        form.add_error("case", problem)
    if not cleaned.get("office"):
        form.add_error("office", _("Choose the office: whom does it address?"))
    if not cleaned.get("closes_at") and cleaned.get("state") == "open":
        form.add_error("closes_at", _("Say when it closes. You may move the day later."))
    if cleaned.get("terms") is not None:
        _check_keys(form, cleaned)


def _check_keys(form: ActionPageForm, cleaned: dict[str, Any]) -> None:
    terms = Terms.read(cleaned["terms"], kind_of(form.instance))
    promise = terms.promised(
        level=cleaned.get("level") or "standard", deliver_by=cleaned.get("deliver_by")
    )
    for problem in key_problems(promise, form.instance.translation_key):
        form.add_error("level", problem)
