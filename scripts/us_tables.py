"""Make the tables of `zvarot.targets` from a folder with the published files.

usage: python scripts/us_tables.py FOLDER

FOLDER holds `states.csv`, `zip3-to-state.csv` and `zip-to-district.csv`; where they come from is
in NOTICE. What is written is small enough to be read in a review: one line for each first three
digits of a ZIP, and behind each group of districts the ZIPs (their last two digits) it serves.
"""

import csv
import shutil
import sys
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).parent.parent / "src" / "zvarot" / "targets" / "data"
# The Census has no areas there, and the first three digits would give Hawaii or Guam. Source:
# Publication 65 of the US Postal Service. Palau, Micronesia and the Marshall Islands are states
# of their own with US ZIPs; `-` says that the ZIP lies in no division of the United States.
_BY_HAND = {
    "96799": "AS0",
    **dict.fromkeys(("96950", "96951", "96952"), "MP0"),
    **dict.fromkeys(("96939", "96940", "96941", "96942", "96943", "96944", "96960", "96970"), "-"),
}


def main(folder: Path) -> int:
    """Write all three tables."""
    DATA.mkdir(exist_ok=True)
    shutil.copyfile(folder / "states.csv", DATA / "us-states.csv")
    _write("us-zip3.txt", _prefixes(folder / "zip3-to-state.csv"))
    _write("us-zip.txt", _zips(folder / "zip-to-district.csv"))
    return 0


def _prefixes(path: Path) -> list[str]:
    states: dict[str, list[str]] = defaultdict(list)
    for row in sorted(_rows(path), key=lambda row: row["primary"], reverse=True):
        states[row["zip3"]].append(row["state"])
    return [f"{zip3} {'+'.join(found)}" for zip3, found in sorted(states.items())]


def _zips(path: Path) -> list[str]:
    districts: dict[str, list[str]] = defaultdict(list)
    for row in _rows(path):
        districts[row["zip"]].append(row["state"] + row["district"])
    groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    codes = {zip5: "+".join(found) for zip5, found in districts.items()} | _BY_HAND
    for zip5, code in sorted(codes.items()):
        groups[zip5[:3]][code].append(zip5[3:])
    return [
        " ".join([zip3, *(f"{code}:{''.join(ends)}" for code, ends in by_code.items())])
        for zip3, by_code in sorted(groups.items())
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(name: str, lines: list[str]) -> None:
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
