"""Check that no file names a package registry: where packages come from is up to the operator."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
_HOSTS = ("pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org")
_ADDRESS = re.compile("|".join([*map(re.escape, _HOSTS), r"--(?:extra-)?index-" + "url"]))


def main() -> int:
    """Print every line with such an address. Returns 1 if there is one."""
    found = list(registry_addresses())
    for line in found:
        print(line)
    return 1 if found else 0


def registry_addresses() -> Iterator[str]:
    """Return `file:line` of each registry address in the files that git tracks."""
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture or a font; or removed and not committed yet
        requirements = path.name.startswith("requirements")
        for number, line in enumerate(text.splitlines(), start=1):
            if _ADDRESS.search(line) or (requirements and "://" in line):
                yield f"{path.relative_to(ROOT)}:{number}: names a package registry"


def tracked() -> list[Path]:
    """Return the files that git tracks."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 -- git is where the user has it
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


if __name__ == "__main__":
    sys.exit(main())
