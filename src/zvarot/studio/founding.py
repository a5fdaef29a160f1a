"""Put the ground under a new installation: languages, a front page in each, the staff's groups.

Safe to run at every start: it adds what is missing and changes nothing else.
"""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
)

from zvarot.studio.models import HomePage

AUTHORS, EDITORS, DELIVERERS = "Authors", "Editors", "Delivery officers"
COUNTERS = "Counters"
READERS = "Message moderators"  # Wagtail's own "Moderators" is another group, and is removed
_PAGES = {
    AUTHORS: ("add_page", "change_page"),
    EDITORS: ("add_page", "change_page", "publish_page"),
}
_RECORDS = {
    AUTHORS: ("add", "change", "view"),
    EDITORS: ("add", "change", "view", "publish"),
}
_FILES = ("add_image", "choose_image", "add_document", "choose_document")
_WAGTAIL_DEFAULTS = ("Moderators",)  # its Editors group we keep and give rights of ours


@transaction.atomic
def ensure_site() -> HomePage:
    """Give the front page in the default language, made if it is not there."""
    default = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)[0]
    home = HomePage.objects.filter(locale=default).first() or _make_home(default)
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.get_or_create(language_code=code)[0]
        if not home.get_translations(inclusive=True).filter(locale=locale).exists():
            translated = home.copy_for_translation(locale)
            translated.save_revision().publish()
    _ensure_groups()
    return home


def _make_home(locale: Locale) -> HomePage:
    root = Page.get_first_root_node()
    # Wagtail's own migration leaves a welcome page; it must not stand where ours does.
    Page.objects.filter(depth=2).exclude(content_type__app_label="studio").delete()
    root = Page.objects.get(pk=root.pk)
    home = HomePage(title=settings.ZVAROT_SITE_NAME, slug="home", locale=locale)
    root.add_child(instance=home)
    home.save_revision().publish()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home, "site_name": home.title},
    )
    return home


def _ensure_groups() -> None:
    Group.objects.filter(name__in=_WAGTAIL_DEFAULTS, user=None).delete()
    enter = _rights("wagtailadmin", "access_admin")
    translate = _rights("simple_translation", "submit_translation")
    for name, rights in _PAGES.items():
        group = Group.objects.get_or_create(name=name)[0]
        group.permissions.add(*enter, *translate, *_record_rights(_RECORDS[name]))
        for permission in _rights("wagtailcore", *rights):
            for home in HomePage.objects.all():
                GroupPagePermission.objects.get_or_create(
                    group=group, page=home.page_ptr, permission=permission
                )
        root = Collection.get_first_root_node()
        for app in ("wagtailimages", "wagtaildocs"):
            for permission in _rights(app, *_FILES):
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=root, permission=permission
                )
    _let_editors_approve()
    deliverers = Group.objects.get_or_create(name=DELIVERERS)[0]
    deliverers.permissions.add(
        *enter,
        *_rights("deliveries", "deliver"),
        *_rights("letters", "dispatch"),
        *_rights("moderation", "send_batches"),
    )
    readers = Group.objects.get_or_create(name=READERS)[0]
    readers.permissions.add(*enter, *_rights("moderation", "moderate"))
    counters = Group.objects.get_or_create(name=COUNTERS)[0]
    counters.permissions.add(*enter, *_rights("counting", "keep_count"))


def _let_editors_approve() -> None:
    """Authors submit, editors approve; Wagtail's own moderators do not exist here."""
    for task in GroupApprovalTask.objects.filter(name="Moderators approval"):
        task.name = "Approval by an editor"
        task.save()
        task.groups.set(Group.objects.filter(name=EDITORS))
    Workflow.objects.filter(name="Moderators approval").update(name="Approval by an editor")


def _rights(app: str, *codenames: str) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=codenames))


def _record_rights(verbs: tuple[str, ...]) -> list[Permission]:
    names = [f"{verb}_{model}" for verb in verbs for model in ("case", "office")]
    return list(
        Permission.objects.filter(
            content_type__app_label__in=("cases", "offices"), codename__in=names
        )
    )
