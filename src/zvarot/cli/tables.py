"""The settings tables of all programs, side by side."""

from collections.abc import Mapping

from zvarot.config import env as studio
from zvarot.front import settings as front
from zvarot.lib.settings import Setting, Settings, SettingsWrong, load
from zvarot.worker import settings as worker

TABLES: Mapping[str, tuple[Setting, ...]] = {
    "front": tuple(front.TABLE),
    "studio": tuple(studio.TABLE),
    "worker": tuple(worker.TABLE),
}

# The worker bakes pages and so needs what the studio knows; the front needs nobody else's.
_SEES = {"front": ("front",), "studio": ("studio",), "worker": ("worker", "studio")}


def load_all(environ: Mapping[str, str]) -> dict[str, Settings]:
    """Read the settings of every program. Raises SettingsWrong with what is wrong in any."""
    loaded: dict[str, Settings] = {}
    problems: list[str] = []
    for program, table in TABLES.items():
        try:
            loaded[program] = load(table, environ)
        except SettingsWrong as wrong:
            problems += [problem for problem in wrong.problems if problem not in problems]
    if problems:
        raise SettingsWrong(problems)
    return loaded


def environ_of(program: str, environ: Mapping[str, str]) -> dict[str, str]:
    """Return what one program may see: the studio's secrets are not the front's business."""
    own = {setting.name for table in _SEES[program] for setting in TABLES[table]}
    return {
        name: value
        for name, value in environ.items()
        if not name.startswith("ZVAROT_") or name.removesuffix("_FILE") in own or name in own
    }


def unknown(environ: Mapping[str, str]) -> list[str]:
    """Return names that look like settings of ours but are none: mostly slips of the keyboard."""
    known = {setting.name for table in TABLES.values() for setting in table}
    return sorted(
        name
        for name in environ
        if name.startswith("ZVAROT_")
        and name not in known
        and name.removesuffix("_FILE") not in known
    )
