"""Make a key whose private half is never written: it is split at once and forgotten."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from zvarot.contract.audiences import MODERATOR, ORGANISER, PARTNER_PREFIX, RECIPIENT, TARGET
from zvarot.desk import age_file, paper
from zvarot.desk.errors import DeskRefused
from zvarot.sealing.errors import ShareRefused
from zvarot.sealing.files import destroy, write_new
from zvarot.sealing.keys import make_key
from zvarot.sealing.public_file import MOST_LABEL, PublicFile
from zvarot.sealing.split import join, split_2_of_3
from zvarot.sealing.suites import HYBRID_SUITE, X25519_SUITE, public_of

HOLDERS: Final = 3
SUITES: Final = {"x25519": X25519_SUITE, "hybrid": HYBRID_SUITE}
AUDIENCES: Final = (TARGET, RECIPIENT, ORGANISER, MODERATOR)
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What key is to be made. last_day -- the last one on which it seals, in UTC."""

    audience: str
    label: str
    suite: int
    last_day: date
    lang: str = "en"

    def check(self, today: date) -> None:
        """Raise DeskRefused if no such key may be made."""
        is_partner = self.audience.startswith(PARTNER_PREFIX) and len(self.audience) <= 60
        if self.audience not in AUDIENCES and not is_partner:
            raise DeskRefused(
                f"A key is for one of {', '.join(AUDIENCES)} or for partner:<name>, not for "
                f"{self.audience!r}."
            )
        slug = self.audience.removeprefix(PARTNER_PREFIX)
        if not (slug.isascii() and slug.replace("-", "").isalnum() and slug == slug.lower()):
            raise DeskRefused("A partner's name has small letters, digits and hyphens.")
        if not 0 < len(self.label) <= MOST_LABEL or not self.label.isprintable():
            raise DeskRefused(f"A label has one line of up to {MOST_LABEL} characters.")
        if not today < self.last_day <= today + LONGEST:
            raise DeskRefused(
                "A key seals until a day between tomorrow and a year from now. If that is so, set "
                "the clock of this computer."
            )


def make(wish: Wish, passphrases: list[str], today: date) -> tuple[PublicFile, dict[str, bytes]]:
    """Make a key. Gives its public half, and the files by name: nothing is written yet."""
    wish.check(today)
    until = datetime.combine(wish.last_day, time(23, 59, 59), tzinfo=UTC)
    secret = make_key(wish.audience, suite=wish.suite, valid_until=until, made_on=today)
    file = PublicFile(key=secret.public, label=wish.label, made_on=today)
    files = {file.name: file.dump()}
    shares = split_2_of_3(secret)
    for number, (share, passphrase) in enumerate(zip(shares, passphrases, strict=True), start=1):
        files[f"share-{number}.age"] = age_file.closed(share, passphrase)
        files[f"paper-{number}.pdf"] = paper.share_pdf(file, share, number, wish.lang)
    return file, files


def restored(file: PublicFile, one: bytes, other: bytes, today: date) -> PublicFile:
    """Rebuild the private key from two shares, and forget it again.

    Raises ShareRefused if it is not the one that belongs to this public key.
    """
    if public_of(file.key.suite, join(one, other)) != file.key.public:
        raise ShareRefused("These shares rebuild a key, but not that of this file.")
    return replace(file, restored_on=today)


def write_all(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Write all files, or none. Raises DeskRefused if one is there already or cannot be written."""
    taken = [name for name in files if (folder / name).exists()]
    if taken:
        raise DeskRefused(f"{folder} has {taken[0]} already. Take an empty folder.")
    written: list[Path] = []
    try:
        for name, data in files.items():
            write_new(folder / name, data)
            written.append(folder / name)
    except OSError as problem:
        for path in written:
            destroy(path)
        raise DeskRefused(
            f"{folder} cannot be written ({problem.strerror}); nothing was left there."
        ) from None
    return written
