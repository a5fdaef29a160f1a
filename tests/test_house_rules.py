"""Rules of the house that no linter knows: documentation in step, the front lean, no addresses."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from scripts import addresses, licences, reference
from zvarot.cli.tables import TABLES
from zvarot.config.kinds import found

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"


def headings(page: str) -> set[str]:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return set(re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE))


@pytest.mark.parametrize("program", TABLES)
def test_every_setting_has_its_row_in_the_documentation(program: str) -> None:
    page = (REFERENCE / "settings.md").read_text(encoding="utf-8")

    missing = [each.name for each in TABLES[program] if f"| `{each.name}` |" not in page]

    assert not missing, "run: python scripts/reference.py"


@pytest.mark.parametrize("page", ["settings.md", "errors.md"])
def test_the_tables_in_the_documentation_are_what_the_code_says(page: str) -> None:
    text = (REFERENCE / page).read_text(encoding="utf-8")

    assert reference.filled(text) == text, "run: python scripts/reference.py"


def test_every_setting_says_what_it_is_for_and_has_a_default_that_works() -> None:
    for table in TABLES.values():
        for setting in table:
            assert setting.name.startswith("ZVAROT_")
            assert setting.help.endswith("."), setting.name
            if setting.default:
                setting.parse(setting.default)


def test_a_setting_means_the_same_in_every_program() -> None:
    by_name: dict[str, set[tuple[str, bool]]] = {}
    for table in TABLES.values():
        for setting in table:
            by_name.setdefault(setting.name, set()).add((setting.default, setting.secret))

    assert not [name for name, meanings in by_name.items() if len(meanings) > 1]


def test_every_error_has_its_row_and_says_what_it_means() -> None:
    page = (REFERENCE / "errors.md").read_text(encoding="utf-8")

    for name, error in reference.errors().items():
        assert f"| `{name}` |" in page, "run: python scripts/reference.py"
        assert error.__doc__, name


@pytest.mark.parametrize("kind", found())
def test_every_kind_has_its_heading_and_a_readme(kind: str) -> None:
    slug = str(import_module(f"{kind}.kind").KIND.slug)
    folder = Path(str(import_module(kind).__file__)).parent

    assert slug in {heading.lower().replace(" ", "-") for heading in headings("kinds.md")}
    assert (folder / "README.md").exists()


def test_the_front_runs_without_django() -> None:
    # Static analysis cannot see dynamic imports; this can. Babel and the kinds stay out as well.
    source = """
import sys
import zvarot.front.app, zvarot.front.serve
heavy = {"django", "wagtail", "babel", "zvarot.kinds", "zvarot.sealing.opening"} & set(sys.modules)
sys.exit(", ".join(sorted(heavy)) or 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


def test_no_file_names_a_package_registry() -> None:
    assert list(addresses.registry_addresses()) == []


def test_every_pinned_package_has_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        pins = (ROOT / name).read_text(encoding="utf-8").split("\n    # via")
        for line in re.findall(r"^\S+==.*(?:\n    --hash.*)*", "\n".join(pins), re.MULTILINE):
            assert "--hash=sha256:" in line, line


def test_what_runs_in_production_is_also_what_is_tested() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==(\S+)", text, re.MULTILINE))

    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ("BSD-3-Clause", True),
        ("LGPL-3.0-only", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("GPL-2.0-or-later", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("", False),
    ],
)
def test_only_licences_that_fit_are_installed(said: str, fits: bool) -> None:
    assert licences.fits(said) is fits


def test_code_uses_no_unfinished_marks() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    sources = [path for path in addresses.tracked() if path.suffix in {".py", ".html", ".css"}]

    assert [str(path) for path in sources if path.exists() and marks.search(path.read_text())] == []
