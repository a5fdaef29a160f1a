"""Write the tables of settings and errors in `docs/reference/` from the code.

`--check` writes nothing and fails if a table is not what the code says.
A table stands between `<!-- table: NAME -->` and `<!-- /table -->`; the text around is by hand.
"""

import importlib
import os
import pkgutil
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"

_NEW_PAGES = {
    "settings.md": """# Settings

Every program reads its settings from environment variables when it starts. If some cannot be
used, it names all of them together and stops. A variable that is empty counts as not set.

A secret may also stand in a file: put the file's path into a variable of the same name with
`_FILE` at its end. A file that is named but cannot be read stops the program. Secrets are never
printed.

## The front

<!-- table: front -->
<!-- /table -->

## The studio

<!-- table: studio -->
<!-- /table -->

## The worker

The worker bakes the pages, so it reads the studio's settings as well.

<!-- table: worker -->
<!-- /table -->
""",
    "errors.md": """# Errors

What Zvarot raises on purpose, and what each one means. An error is a sentence for the person who
can put it right; it never holds what a supporter typed.

<!-- table: errors -->
<!-- /table -->
""",
}
_TABLE = re.compile(r"(<!-- table: (\S+) -->\n).*?(<!-- /table -->)", re.DOTALL)


def main() -> int:
    """Write the pages, or compare them. Returns 1 if one of them is out of date."""
    _prepare()
    only_check = "--check" in sys.argv[1:]
    late = 0
    for name, new in _NEW_PAGES.items():
        path = REFERENCE / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        page = filled(old or new)
        if page == old:
            continue
        late += 1
        if only_check:
            print(f"{path} is not what the code says; run: python scripts/reference.py")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8")
            print(f"wrote {path}")
    return 1 if late and only_check else 0


def filled(page: str) -> str:
    """Return the page with every table made anew."""
    return _TABLE.sub(lambda found: found[1] + "\n" + _table(found[2]) + "\n" + found[3], page)


def settings() -> dict[str, tuple[object, ...]]:
    """Return the settings tables by program."""
    tables = importlib.import_module("zvarot.cli.tables").TABLES
    return dict(tables)


def errors() -> dict[str, type[Exception]]:
    """Return every error of ours by name, from all modules."""
    for module in modules():
        importlib.import_module(module)
    base = importlib.import_module("zvarot.contract.errors").ZvarotError
    wrong = importlib.import_module("zvarot.lib.settings").SettingsWrong
    return {error.__name__: error for error in sorted({*_below(base), wrong}, key=_where)}


def modules() -> Iterator[str]:
    """Return the dotted names of all modules but tests, migrations and programs' entry points."""
    package = importlib.import_module("zvarot")
    for module in pkgutil.walk_packages(package.__path__, "zvarot.", onerror=_raise):
        parts = set(module.name.split("."))
        if not parts & {"tests", "migrations", "__main__", "wsgi"}:
            yield module.name


def _table(name: str) -> str:
    rows = _error_rows() if name == "errors" else _setting_rows(name)
    return "\n".join(rows) + "\n"


def _setting_rows(program: str) -> Iterable[str]:
    yield "| setting | if it is not set | what it is for |"
    yield "|---|---|---|"
    for setting in settings()[program]:
        default = f"`{setting.default}`" if setting.default else "–"  # type: ignore[attr-defined]
        default = "the program does not start" if setting.required else default  # type: ignore[attr-defined]
        secret = " *A secret.*" if setting.secret else ""  # type: ignore[attr-defined]
        yield f"| `{setting.name}` | {default} | {_cell(setting.help)}{secret} |"  # type: ignore[attr-defined]


def _error_rows() -> Iterable[str]:
    yield "| error | where | what it means |"
    yield "|---|---|---|"
    for name, error in errors().items():
        said = " ".join((error.__doc__ or "").split("\n\n")[0].split())
        yield f"| `{name}` | `{error.__module__}` | {_cell(said)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _below(base: type[Exception]) -> Iterator[type[Exception]]:
    for error in base.__subclasses__():
        if error.__module__.startswith("zvarot."):
            yield error
        yield from _below(error)


def _where(error: type[Exception]) -> tuple[str, str]:
    return (error.__module__, error.__name__)


def _raise(name: str) -> None:
    raise ImportError(f"cannot import {name}") from sys.exc_info()[1]


def _prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zvarot.config.settings")
    os.environ.setdefault("ZVAROT_SECRET_KEY", "only-for-the-tables-and-never-for-a-site")
    os.environ.setdefault("ZVAROT_DATA_DIR", tempfile.gettempdir())
    importlib.import_module("django").setup()


if __name__ == "__main__":
    sys.exit(main())
