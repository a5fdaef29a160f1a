"""What to put on an envelope, in the words of each country's post; no prices, which go stale.

Facts of November 2026, from the public price lists of the postal services. A country that is
not here gets the general sentence.
"""

from typing import Final

# Letters within the country, letters abroad: the name at the counter, in the country's language.
STAMPS: Final[dict[str, tuple[str, str]]] = {
    "AT": ("Brief S", "Brief S International"),
    "AU": ("Small Letter", "International Letter up to 50 g"),
    "BE": ("timbre / zegel Non Prior", "International, 0-50 g"),
    "CA": ("Permanent stamp", "International letter-post, up to 30 g"),
    "CH": ("B-Post Standardbrief", "Priority, Ausland, bis 20 g"),
    "CZ": ("Obyčejné psaní", "Obyčejné psaní do zahraničí"),
    "DE": ("Standardbrief", "Standardbrief International"),
    "FR": ("Lettre verte 20 g", "Lettre internationale 20 g"),
    "GB": ("Second Class", "International Standard, up to 100 g"),
    "IE": ("N stamp", "W stamp, up to 100 g"),
    "IT": ("Posta4 fino a 20 g", "Postamail Internazionale fino a 20 g"),
    "LT": ("Vietinis laiškas iki 50 g", "Tarptautinis laiškas iki 50 g"),
    "NL": ("Nederland 1", "Internationaal 1"),
    "PL": ("List zwykły krajowy", "List zwykły zagraniczny"),
    "SE": ("Brev inrikes 50 g", "Brev utrikes 50 g"),
    "UA": ("Лист по Україні", "Міжнародний лист до 20 г"),
    "US": ("Forever stamp", "Global Forever stamp"),
}


def stamp_for(sender: str, *, is_abroad: bool) -> str:
    """Return what to ask for at the counter; empty for a country we do not know."""
    return STAMPS.get(sender, ("", ""))[is_abroad]
