"""Make the tables of `zvarot.targets` from the files of public data: `us_places.py <folder>`.

The folder holds us/zip-to-district.csv, us/zip3-to-state.csv and us/states.csv (see NOTICE).
"""

import csv
import gzip
import sys
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).parent.parent / "src" / "zvarot" / "targets" / "data"


def main(folder: Path) -> None:
    districts: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder / "zip-to-district.csv"):
        districts[row["zip"]].append(f"{row['state']}-{int(row['district'])}")
    _write("us-zip5.csv.gz", [f"{code},{' '.join(found)}" for code, found in districts.items()])
    states: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in _rows(folder / "zip3-to-state.csv"):
        states[row["zip3"]].append((-int(row["primary"]), row["state"]))
    rows = [f"{code},{' '.join(s for _, s in sorted(found))}" for code, found in states.items()]
    _write("us-zip3.csv.gz", rows)
    (DATA / "us-states.csv").write_bytes((folder / "states.csv").read_bytes())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _write(name: str, lines: list[str]) -> None:
    text = "\n".join(sorted(lines)) + "\n"
    (DATA / name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{name}: {len(lines)} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
