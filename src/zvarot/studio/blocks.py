"""The parts a page's body is put together from. Each has one meaning; none takes raw HTML."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from zvarot.cases.languages import languages
from zvarot.studio.pictures import PictureValue


def _spoken(block: Any, name: Any) -> Any:
    """Give a line of a list a name to be read aloud: Wagtail draws none beside it."""
    block.field.widget.attrs["aria-label"] = name
    return block


TEXT_FEATURES = ["bold", "italic", "link", "ul", "ol"]
PLAIN_FEATURES = ["bold", "italic", "link"]


class PictureBlock(blocks.StructBlock):
    """A picture that says what it shows, or says that it only decorates."""

    image = ImageChooserBlock(required=False, label=_("picture"))
    drawing = blocks.CharBlock(
        required=False, max_length=80, label=_("drawing of this installation")
    )
    alt = blocks.CharBlock(
        required=False,
        max_length=250,
        label=_("what it shows"),
        help_text=_("Read aloud to people who do not see it. One sentence."),
    )
    is_decorative = blocks.BooleanBlock(
        required=False,
        label=_("only decorates"),
        help_text=_("Tick this if a reader who does not see it misses nothing."),
    )
    caption = blocks.CharBlock(required=False, max_length=250, label=_("caption"))
    credit = blocks.CharBlock(required=False, max_length=120, label=_("who made it"))

    class Meta:
        icon = "image"
        label = _("Picture")
        value_class = PictureValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        has_picture = bool(cleaned["image"] or cleaned["drawing"])
        if has_picture and not cleaned["alt"] and not cleaned["is_decorative"]:
            raise StructBlockValidationError(
                block_errors={
                    "alt": ValidationError(
                        _("Say in one sentence what the picture shows, or tick “only decorates”.")
                    )
                }
            )
        return cleaned


class StoryBlock(blocks.StructBlock):
    """A part of the story: a heading, some paragraphs, where it is known from."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("heading"))
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("text"))
    cite = blocks.CharBlock(
        required=False, max_length=200, label=_("source"), help_text=_("And as of which day.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Story")


class DemandsBlock(blocks.StructBlock):
    """What is asked, one demand a line, verbs first."""

    heading = blocks.CharBlock(max_length=120, label=_("heading"))
    items = blocks.ListBlock(
        _spoken(blocks.CharBlock(max_length=400), _("demand")), min_num=1, label=_("demands")
    )

    class Meta:
        icon = "list-ol"
        label = _("Demands")


class QuoteBlock(blocks.StructBlock):
    """Words somebody said. One a page."""

    text = blocks.TextBlock(max_length=600, label=_("words"))
    speaker = blocks.CharBlock(max_length=120, label=_("who said it"))
    source = blocks.CharBlock(required=False, max_length=200, label=_("source"))

    class Meta:
        icon = "openquote"
        label = _("Quote")


class FactsBlock(blocks.StructBlock):
    """Facts of the case, with source and date; they are kept in the case, not here."""

    keys = blocks.ListBlock(
        _spoken(blocks.CharBlock(max_length=50), _("short name of a fact")),
        required=False,
        default=[],
        label=_("which facts"),
        help_text=_("Short names from the case. None written: all its facts."),
    )

    class Meta:
        icon = "info-circle"
        label = _("Facts of the case")


class CaptionsBlock(blocks.StructBlock):
    """What is said in a video, as text that runs with it."""

    lang = blocks.ChoiceBlock(choices=languages, label=_("language"))
    file = DocumentChooserBlock(label=_("captions file (.vtt)"))

    class Meta:
        icon = "openquote"


class VideoBlock(blocks.StructBlock):
    """A film on our own server. It loads when the reader presses play, not before."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("heading"))
    text = blocks.TextBlock(required=False, max_length=600, label=_("what it is"))
    file = DocumentChooserBlock(label=_("film (.webm or .mp4)"))
    captions = blocks.ListBlock(CaptionsBlock(), min_num=1, label=_("captions"))
    poster = PictureBlock(label=_("still picture"))
    seconds = blocks.IntegerBlock(min_value=1, label=_("length in seconds"))
    transcript = blocks.RichTextBlock(
        features=PLAIN_FEATURES, label=_("everything that is said and shown, as text")
    )

    class Meta:
        icon = "media"
        label = _("Video")


class LetterBlock(blocks.StructBlock):
    """The letter that everybody signs, as it goes out. The addressee comes from the office."""

    subject = blocks.CharBlock(required=False, max_length=160, label=_("subject"))
    salutation = blocks.CharBlock(
        required=False,
        max_length=160,
        label=_("salutation"),
        help_text=_("Empty: the one kept with the office."),
    )
    paragraphs = blocks.ListBlock(
        _spoken(blocks.TextBlock(), _("paragraph")), min_num=1, label=_("paragraphs")
    )
    closing = blocks.CharBlock(required=False, max_length=160, label=_("closing"))

    class Meta:
        icon = "mail"
        label = _("Letter")


class StepBlock(blocks.StructBlock):
    """One step: words first, the drawing only helps."""

    title = blocks.CharBlock(max_length=120, label=_("step"))
    text = blocks.TextBlock(max_length=400, label=_("one or two sentences"))
    picture = PictureBlock(required=False, label=_("picture"))

    class Meta:
        icon = "order"


class StepsBlock(blocks.StructBlock):
    """How it works, step by step."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("heading"))
    items = blocks.ListBlock(StepBlock(), min_num=1, label=_("steps"))

    class Meta:
        icon = "order"
        label = _("Steps")


class DownloadBlock(blocks.StructBlock):
    """A file to take away."""

    title = blocks.CharBlock(max_length=160, label=_("title"))
    file = DocumentChooserBlock(label=_("file"))
    language = blocks.CharBlock(required=False, max_length=60, label=_("language"))

    class Meta:
        icon = "download"


class DownloadsBlock(blocks.StructBlock):
    """Files to take away, with their size and language."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("heading"))
    items = blocks.ListBlock(DownloadBlock(), min_num=1, label=_("files"))

    class Meta:
        icon = "download"
        label = _("Downloads")


class CallBlock(blocks.StructBlock):
    """The ask once more, further down, with a button."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("heading"))
    text = blocks.TextBlock(required=False, max_length=400, label=_("text"))
    button = blocks.CharBlock(max_length=60, label=_("button"))
    href = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("leads to"),
        help_text=_("Empty: to the form on this page."),
    )

    class Meta:
        icon = "pick"
        label = _("Call to action")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["href"] and not cleaned["href"].startswith(("https://", "http://", "/", "#")):
            raise StructBlockValidationError(
                block_errors={"href": ValidationError(_("Begin with https:// or with /."))}
            )
        return cleaned


class UpdateBlock(blocks.StructBlock):
    """Something that happened after the page opened, with its day."""

    on = blocks.DateBlock(label=_("day"))
    title = blocks.CharBlock(max_length=160, label=_("title"))
    text = blocks.RichTextBlock(features=PLAIN_FEATURES, label=_("text"))

    class Meta:
        icon = "date"
        label = _("Update")


class BodyBlock(blocks.StreamBlock):
    """The body of an action's page."""

    story = StoryBlock()
    facts = FactsBlock()
    demands = DemandsBlock()
    letter = LetterBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    video = VideoBlock()
    steps = StepsBlock()
    downloads = DownloadsBlock()
    call = CallBlock()
    update = UpdateBlock()

    class Meta:
        block_counts = {"letter": {"max_num": 1}, "quote": {"max_num": 1}}


class StateTextBlock(blocks.StructBlock):
    """What stands above the story once the action is over. Dates and numbers come by themselves."""

    state = blocks.ChoiceBlock(
        choices=[
            ("closed", _("closed")),
            ("delivered", _("delivered")),
            ("won", _("won")),
            ("archived", _("archived")),
        ],
        label=_("when"),
    )
    title = blocks.CharBlock(max_length=160, label=_("heading"))
    text = blocks.TextBlock(max_length=600, label=_("text"))

    class Meta:
        icon = "flag"
        label = _("Words for a state")
