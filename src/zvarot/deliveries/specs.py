"""What can be delivered of an action: its kind's specs, narrowed to what it promises now."""

from dataclasses import replace
from pathlib import Path

from django.apps import apps
from django.utils.module_loading import import_string

from zvarot.actions.models import Action
from zvarot.contract.audiences import ORGANISER, PARTNER_PREFIX, TARGET
from zvarot.contract.form import Form
from zvarot.contract.kind import DeliverySpec, Kind
from zvarot.contract.promise import Promise
from zvarot.deliveries.errors import DeliveryRefused

COMMON_LAYOUT = Path(__file__).parent / "typst" / "list.typ"
_HANDED_TO = (TARGET, ORGANISER)


def promise_of(action: Action) -> Promise:
    """Return what the action promises now."""
    return Promise.from_json(action.promise)


def form_of(action: Action) -> Form:
    """Return what the action asks."""
    fields = action.form.get("fields", []) if isinstance(action.form, dict) else action.form
    return Form.from_json(fields)


def audiences(action: Action) -> list[str]:
    """Return the parties to whom something can be handed, in the order of the promise."""
    lines = promise_of(action).disclosures
    return [line.audience for line in lines if _is_handed_to(line.audience)]


def spec_for(action: Action, audience: str) -> DeliverySpec:
    """Return the kind's spec for this audience, with the fields that the action promises now.

    A kind that has none gives all promised fields, in the order of the form.

    Raises DeliveryRefused if nothing is promised to the audience, or it is no party to which
    a package is handed.
    """
    promise = promise_of(action)
    if not _is_handed_to(audience) or not promise.of(audience):
        raise DeliveryRefused(
            f"The promise of {action.slug!r} has no line by which something is handed to "
            f"{audience!r}. It names: {', '.join(audiences(action)) or 'nobody'}."
        )
    allowed = promise.allowed_fields(audience)
    kind = kind_of(action.kind)
    for spec in kind.deliveries if kind else ():
        if spec.audience == audience:
            return replace(spec, fields=tuple(name for name in spec.fields if name in allowed))
    names = tuple(name for name in form_of(action).names if name in allowed)
    return DeliverySpec(name=f"for-{audience}", audience=audience, fields=names, template="")


def layout_of(action: Action, spec: DeliverySpec) -> Path:
    """Return the Typst file of the spec: the kind's own, or the common one."""
    folder = _folder_of(action.kind)
    if folder and spec.template.endswith(".typ"):
        return folder / spec.template
    return COMMON_LAYOUT


def kind_of(slug: str) -> Kind | None:
    """Return the kind with this slug, if it is installed."""
    name = _app_of(slug)
    if name is None:
        return None
    kind: Kind = import_string(f"{name}.kind.KIND")
    return kind


def _folder_of(slug: str) -> Path | None:
    name = _app_of(slug)
    return Path(apps.get_app_config(name.rpartition(".")[2]).path) if name else None


def _app_of(slug: str) -> str | None:
    label = slug.replace("-", "_")
    if not apps.is_installed(f"zvarot.kinds.{label}"):
        return None
    return f"zvarot.kinds.{label}"


def _is_handed_to(audience: str) -> bool:
    return audience in _HANDED_TO or audience.startswith(PARTNER_PREFIX)
