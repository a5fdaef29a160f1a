"""Rich text as it may be published: the few tags editors can make, and nothing else."""

from collections.abc import Iterable

import nh3
from markupsafe import Markup, escape
from wagtail.rich_text import RichText, expand_db_html

_TAGS = {"p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li", "h2", "h3", "h4"}
_ATTRIBUTES = {"a": {"href"}}
_SCHEMES = {"http", "https", "mailto"}


def cleaned(value: RichText | str | None) -> Markup:
    """Give clean HTML. Scripts, styles and addresses other than web and mail are dropped."""
    source = value.source if isinstance(value, RichText) else value or ""
    html = nh3.clean(
        expand_db_html(source),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )
    return Markup(html)  # noqa: S704 -- nh3 made it


def paragraphs(texts: Iterable[str]) -> Markup:
    """Give each plain text as one paragraph, its line ends kept."""
    made = (
        Markup("<p>%s</p>") % Markup("<br>").join(escape(line) for line in text.splitlines())
        for text in texts
    )
    return Markup("").join(made)
