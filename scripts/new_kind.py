"""Make a new kind of action: copy `kinds/petition` and put the new name everywhere.

usage: make new-kind NAME=phone-call
"""

import re
import shutil
import sys
from pathlib import Path

KINDS = Path(__file__).parent.parent / "src" / "zvarot" / "kinds"


def main(slug: str, kinds: Path = KINDS) -> int:
    """Copy and rename. Returns 1, with a sentence, if the name cannot be used."""
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", slug):
        print("Give the kind a name of small letters and hyphens: make new-kind NAME=phone-call")
        return 1
    target = kinds / slug.replace("-", "_")
    if target.exists():
        print(f"{target} is already there.")
        return 1
    shutil.copytree(kinds / "petition", target, ignore=shutil.ignore_patterns("__pycache__"))
    for migration in (target / "migrations").glob("0*.py"):
        migration.unlink()  # `make migrations` writes the new kind's own
    for path in sorted(target.rglob("*petition*"), reverse=True):
        path.rename(path.with_name(renamed(path.name, slug)))
    for path in filter(Path.is_file, target.rglob("*")):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        path.write_text(renamed(text, slug), encoding="utf-8")
    print(f"{target} is ready. Change kind.py, then: make migrations")
    return 0


def renamed(text: str, slug: str) -> str:
    """Return the text with the petition's names replaced by the new kind's.

    >>> renamed("class PetitionPage: slug = 'petition'", "phone-call")
    "class PhoneCallPage: slug = 'phone-call'"
    """
    words = slug.split("-")
    replaced = text.replace("Petition", "".join(word.title() for word in words))
    # In quotes it is a slug, anywhere else a name in Python or a path.
    replaced = re.sub(r"""(slug\s*=\s*["'])petition""", rf"\g<1>{slug}", replaced)
    return replaced.replace("petition", "_".join(words))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
