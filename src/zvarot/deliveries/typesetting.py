"""Set one part of a delivery in a process of its own: `python -m zvarot.deliveries.typesetting`.

A process, because Typst keeps what it has set in memory: twenty parts in one process need
1.4 GB, twenty processes never more than 200 MB each. With the process the names leave memory.
It reads one job as JSON from standard input and answers one line of JSON; an error is told by
its kind only, for Typst's own sentence may quote a supporter.
"""

import json
import resource
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

MEMORY_BYTES = 4 * 1024**3  # address space, of which fonts are mapped; resident stays far below
UNDRAWABLE = "could not be displayed"


@dataclass(frozen=True, kw_only=True)
class Job:
    """One part.

    root -- a folder with nothing but the layouts; `main.typ` is compiled.
    data -- JSON file: what the layout shows.
    out -- where the PDF goes; empty: only count the pages.
    fonts -- folders; no other font is used.
    tagged -- write PDF/UA-1, readable by screen readers; refuses a character without a glyph.
    """

    root: str
    data: str
    out: str
    fonts: tuple[str, ...]
    first_page: int = 1
    pages: int = 0
    tagged: bool = False

    def to_json(self) -> str:
        """Return the job as one line."""
        return json.dumps(asdict(self))


def main() -> int:
    """Do the job on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold names
    job = Job(**json.loads(sys.stdin.read()))
    try:
        answer: dict[str, object] = {"pages": _set(job)}
    except typst.TypstError as error:
        answer = {"error": "undrawable" if UNDRAWABLE in error.message else "layout"}
    sys.stdout.write(json.dumps(answer))
    return 0


def _set(job: Job) -> int:
    data = json.loads(Path(job.data).read_text("utf-8"))
    data |= {"first_page": job.first_page, "pages": job.pages}
    compiler = typst.Compiler(
        str(Path(job.root) / "main.typ"),
        root=job.root,
        font_paths=typst.Fonts(False, False, list(job.fonts)),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        # An empty folder: a layout finds no package there.
        package_path=f"{job.root}/packages",
        package_cache_path=f"{job.root}/packages",
    )
    if job.out:
        compiler.compile(
            output=job.out,
            format="pdf",
            pdf_standards="ua-1" if job.tagged else None,
            pdf_tags=job.tagged,
        )
        return 0
    return int(json.loads(compiler.query("<end>", field="value", one=True)))


if __name__ == "__main__":
    sys.exit(main())
