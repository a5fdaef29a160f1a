"""Check that what Zvarot installs may be shipped with it: no GPL, nothing unknown."""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

REQUIREMENTS = Path(__file__).parent.parent / "requirements.txt"
# LGPL libraries are used as they are, as separate packages: that is what the L is for.
_STRONG = re.compile(r"(?<!L)(?<!Lesser )(GPL|General Public License)", re.IGNORECASE)
# Their metadata say it in the licence file only.
_KNOWN: dict[str, str] = {"pyrage": "MIT"}


def main() -> int:
    """Print every package with a licence that does not fit. Returns 1 if there is one."""
    wrong = 0
    for name in names(REQUIREMENTS.read_text(encoding="utf-8")):
        try:
            said = licence(distribution(name))
        except PackageNotFoundError:
            continue  # for another platform or Python
        said = said or _KNOWN.get(name, "")
        if not fits(said):
            wrong += 1
            print(f"{name}: {said or 'says nothing about its licence'}")
    return 1 if wrong else 0


def fits(said: str) -> bool:
    """Tell whether a package with this licence may be installed with Zvarot."""
    return bool(said) and not _STRONG.search(said)


def names(requirements: str) -> list[str]:
    """Return the package names in a requirements file."""
    return re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", requirements, re.MULTILINE)


def licence(package: Distribution) -> str:
    """Return what the package says of its licence, in the order of precision."""
    said = package.metadata.json
    classifiers = [
        entry.rpartition(" :: ")[2]
        for entry in said.get("classifier", ())
        if entry.startswith("License :: ") and entry != "License :: OSI Approved"
    ]
    # The old field may hold the whole text of the licence; its first line is its name.
    old = str(said.get("license", "")).strip().partition("\n")[0]
    return str(said.get("license_expression", "")) or ", ".join(classifiers) or old


if __name__ == "__main__":
    sys.exit(main())
