"""The words of a count in one language, baked so that the front needs no catalogue."""

from zvarot.contract.counts import CountWords
from zvarot.lib.marks import mark as _
from zvarot.lib.marks import mark_n as ngettext
from zvarot.lib.words import Words
from zvarot.studio.history_words import history_words

_LABELS = {
    "confirmed": ngettext("{n} confirmed", "{n} confirmed"),
    "unconfirmed": ngettext("{n} unconfirmed", "{n} unconfirmed"),
    "paper": ngettext("{n} on paper", "{n} on paper"),
    "partner": ngettext("{n} from partners", "{n} from partners"),
}

_GOAL = _("Next goal: {n}. When four fifths of a goal are reached, the next one is set.")


def count_words(
    counts: tuple[str, str], words: Words, *, how_url: str, show_from: int, is_over: bool
) -> CountWords:
    """Give the words that follow the number.

    counts -- what is counted, as (singular, plural).
    is_over -- nobody can be among the first any more; below `show_from` nothing is said.
    """
    return CountWords(
        plural_rule=words.plural_rule,
        forms=words.forms(*counts),
        labels={name: words.forms(*pair) for name, pair in _LABELS.items()},
        empty="" if is_over else words.gettext(_("Be among the first")),
        how=words.gettext(_("How this number is made")),
        how_url=how_url,
        group=words.group,
        digits=words.digits,
        show_from=show_from,
        goal="" if is_over else words.gettext(_GOAL),
        history=history_words(words),
    )
