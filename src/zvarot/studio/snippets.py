"""Cases, offices and mail rules in the studio's menu, each with its form."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    Panel,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from zvarot.cases.mail import MailRules
from zvarot.cases.models import Case
from zvarot.offices.models import Office
from zvarot.studio.quick_add import CaseChooser, OfficeChooser


class CaseViewSet(SnippetViewSet):
    model = Case
    chooser_viewset_class = CaseChooser
    icon = "user"
    menu_label = _("Cases")
    menu_name = "cases"
    menu_order = 110
    add_to_admin_menu = True
    list_display = ("__str__", "status", "status_on", "consent")
    panels = [
        FieldRowPanel(
            [
                FieldPanel(
                    "slug",
                    help_text=_("For staff: small letters and hyphens, ales-bialiatski. It stays."),
                ),
                FieldPanel("is_community"),
                FieldPanel("is_minor"),
            ]
        ),
        InlinePanel(
            "names",
            heading=_("Names"),
            label=_("name"),
            min_num=1,
            help_text=_("One for each language, the person's own script first."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("status"), FieldPanel("status_on")]),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "consent",
                            help_text=_("Until somebody agreed, no action shows this case."),
                        ),
                        FieldPanel("consent_on"),
                    ]
                ),
                FieldPanel("consent_note"),
            ],
            heading=_("Status and consent"),
        ),
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("picture_is_drawing"), FieldPanel("drawing")],
            heading=_("Picture"),
        ),
        InlinePanel(
            "facts",
            heading=_("Facts"),
            label=_("fact"),
            help_text=_("Each with its source and the day it was true. Every page draws on these."),
        ),
        MultiFieldPanel([FieldPanel("mail_rules")], heading=_("Letters to prison")),
        InlinePanel(
            "routes",
            heading=_("Ways to the person"),
            label=_("way"),
            help_text=_(
                "Who really receives a message, the most usual way first. A page of messages can "
                "promise only what stands here, and nothing that is impossible."
            ),
            panels=[
                FieldRowPanel([FieldPanel("route"), FieldPanel("reach")]),
                FieldPanel(
                    "checked_on",
                    help_text=_("The page tells this day. After half a year you are reminded."),
                ),
                InlinePanel(
                    "notes",
                    label=_("note for writers"),
                    help_text=_("What they should know of this way, one for each language."),
                ),
            ],
        ),
    ]


class MailRulesViewSet(SnippetViewSet):
    model = MailRules
    icon = "warning"
    menu_label = _("Mail rules")
    menu_name = "mail-rules"
    menu_order = 115
    add_to_admin_menu = True
    list_display = ("__str__", "languages", "longest", "as_of")
    panels: list[Panel] = [
        HelpPanel(template="studio/mail_rules_help.html", heading=_("What these are for")),
        FieldPanel("slug"),
        InlinePanel(
            "texts",
            heading=_("What pages call them"),
            label=_("name and source"),
            min_num=1,
            help_text=_("One for each language of your pages. No rule without its source."),
        ),
        FieldRowPanel([FieldPanel("languages"), FieldPanel("longest")]),
        InlinePanel(
            "words",
            heading=_("Words to avoid"),
            label=_("words about a topic"),
            help_text=_("One row for each topic and language of the words."),
        ),
        InlinePanel(
            "reasons",
            heading=_("Why"),
            label=_("reason"),
            help_text=_("One for each topic and language of your pages. Writers read it."),
        ),
        FieldPanel("address_form"),
        FieldRowPanel([FieldPanel("as_of"), FieldPanel("nag_on")]),
    ]


class OfficeViewSet(SnippetViewSet):
    model = Office
    chooser_viewset_class = OfficeChooser
    icon = "mail"
    menu_label = _("Offices")
    menu_name = "offices"
    menu_order = 120
    add_to_admin_menu = True
    list_display = ("__str__", "country")
    panels: list[Panel] = [
        FieldRowPanel(
            [
                FieldPanel(
                    "slug",
                    help_text=_(
                        "For staff: small letters and hyphens, foreign-minister. It stays."
                    ),
                ),
                FieldPanel("country"),
            ]
        ),
        FieldRowPanel([FieldPanel("jurisdiction"), FieldPanel("language")]),
        FieldRowPanel([FieldPanel("body"), FieldPanel("successor")]),
        InlinePanel("titles", heading=_("What it is called"), label=_("title"), min_num=1),
        InlinePanel(
            "holders",
            heading=_("Who holds it"),
            label=_("holder"),
            panels=[
                FieldRowPanel([FieldPanel("held_from"), FieldPanel("held_until")]),
                FieldRowPanel([FieldPanel("as_of"), FieldPanel("gender")]),
                FieldRowPanel([FieldPanel("source"), FieldPanel("party")]),
                InlinePanel("names", label=_("name"), min_num=1),
            ],
        ),
        InlinePanel(
            "channels",
            heading=_("Ways to reach it"),
            label=_("channel"),
            panels=[
                FieldRowPanel([FieldPanel("kind"), FieldPanel("value")]),
                FieldRowPanel([FieldPanel("health"), FieldPanel("checked_on")]),
                FieldRowPanel([FieldPanel("is_personal"), FieldPanel("note")]),
                FieldRowPanel([FieldPanel("per_hour"), FieldPanel("daily_cap")]),
                FieldRowPanel([FieldPanel("hours_from"), FieldPanel("hours_until")]),
                FieldRowPanel([FieldPanel("time_zone"), FieldPanel("opening_hours")]),
            ],
        ),
    ]


VIEW_SETS: tuple[Any, ...] = (CaseViewSet, MailRulesViewSet, OfficeViewSet)
