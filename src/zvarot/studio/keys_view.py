"""The studio's page about the keys of one action: where each is, and a new one from the desk."""

from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page

from zvarot.actions import keys
from zvarot.actions.errors import KeyNotTaken
from zvarot.actions.models import Action
from zvarot.contract.promise import Promise
from zvarot.sealing.errors import SealingError
from zvarot.sealing.public_file import MOST_BYTES, PublicFile, read_public_file
from zvarot.sealing.words import fingerprint_words
from zvarot.signatures.models import Envelope
from zvarot.studio import custody
from zvarot.studio.ordering import order_page
from zvarot.studio.pages import ActionPage
from zvarot.studio.terms import Terms

ADDED: Final = "a key"


class KeyForm(forms.Form):
    """A public key as the desk gives it: its file, or the text of its code."""

    file = forms.FileField(
        label=gettext_lazy("Public key file"),
        required=False,
        help_text=gettext_lazy("public-….json, as the desk wrote it after the test."),
    )
    text = forms.CharField(
        label=gettext_lazy("Or the text of its code"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        max_length=MOST_BYTES,
    )

    def clean(self) -> dict[str, Any]:
        """Read what was given. Raises ValidationError with the reason if it is no key."""
        cleaned: dict[str, Any] = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text")
        given = file.read(MOST_BYTES + 1) if file else text
        if not given:
            raise forms.ValidationError(_("Choose the file, or put in the text of its code."))
        try:
            cleaned["key"] = read_public_file(given)
        except SealingError as problem:
            raise forms.ValidationError(str(problem)) from None
        return cleaned


@require_admin_access
@require_http_methods(["GET", "POST"])
def keys_of_action(request: HttpRequest, page_id: int) -> HttpResponse:
    """List the keys; take a new one in two steps, with its eight words in between."""
    page = _original(page_id)
    rights = page.permissions_for_user(request.user)
    if not rights.can_edit() or (request.method == "POST" and not rights.can_publish()):
        raise PermissionDenied
    form = KeyForm(request.POST or None, request.FILES or None)
    offered = None
    if request.method == "POST" and form.is_valid():
        offered = form.cleaned_data["key"]
        try:
            keys.check(page.translation_key, offered, audiences=_audiences(page), now=_now())
            if "add" in request.POST:
                _add(request, page, offered)
                return redirect("action_keys", page_id=page.pk)
        except KeyNotTaken as reason:
            form.add_error(None, str(reason))
            offered = None
    return render(request, "studio/keys.html", _context(page, form, offered, rights.can_publish()))


@transaction.atomic
def _add(request: HttpRequest, page: ActionPage, file: PublicFile) -> None:
    keys.take(
        page.translation_key,
        file,
        subject=page.slug,
        audiences=_audiences(page),
        by=request.user.get_username(),
        now=_now(),
    )
    if page.live:
        order_page(page, ADDED)
    messages.success(request, _("From now on answers are sealed to this key."))


def _context(
    page: ActionPage, form: KeyForm, offered: PublicFile | None, may_add: bool
) -> dict[str, Any]:
    crumbs = [
        {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.title},
        {"url": "", "label": _("Keys of this action")},
    ]
    return {
        "breadcrumbs_items": crumbs,
        "header_title": _("Keys of this action"),
        "header_icon": "key",
        "page_title": _("Keys of this action"),
        "custodies": custody.custodies(_promise(page), page.translation_key, _now()),
        "problems": custody.key_problems(_promise(page), page.translation_key),
        "history": keys.of_page(page.translation_key),
        "form": form,
        "may_add": may_add,
        "offered": offered,
        "code": offered.code() if offered else "",
        "words": fingerprint_words(offered.key.public).split() if offered else [],
        "sealed_before": _sealed_before(page, offered) if offered else 0,
    }


def _original(page_id: int) -> ActionPage:
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, ActionPage):
        raise PermissionDenied
    return page.original()


def _promise(page: ActionPage) -> Promise:
    """Give the promise as it was last saved: the key comes before the page is published."""
    saved = page.get_latest_revision_as_object()
    terms = Terms.read(saved.terms, type(page).kind)
    return terms.promised(level=saved.level, deliver_by=saved.deliver_by)


def _audiences(page: ActionPage) -> list[str]:
    return custody.audiences(_promise(page))


def _sealed_before(page: ActionPage, offered: PublicFile) -> int:
    """Tell how many envelopes stay sealed to the key that is used now."""
    actions = Action.objects.filter(page_key=page.translation_key)
    kept = Envelope.objects.filter(signature__action__in=actions, audience=offered.key.audience)
    return kept.exclude(sealed=None).count()


def _now() -> datetime:
    return datetime.now(tz=UTC)
