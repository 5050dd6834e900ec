"""Golden files of `ati inspect --json` over the specimens. Written anew by `python -m tests.golden.extraction`.

Words are left out: their boxes are compared with the generator's truth (tests/unit/extract/test_specimens.py).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from indexer.commands.inspecting import inspected

SPECIMENS = Path(__file__).parent.parent / "data" / "specimens"
GOLDEN = Path(__file__).parent / "extraction"


def names() -> list[str]:
    """Specimens by release and file name, without the ending."""
    return sorted(f"{path.parent.name}/{path.stem}" for path in SPECIMENS.glob("*/*.pdf"))


def golden_path(name: str) -> Path:
    """Where the golden file of a specimen lies."""
    return GOLDEN / f"{name.replace('/', '--')}.json"


def seen(name: str) -> dict[str, Any]:
    """What extraction sees, as plain JSON without words, mentions and tables' cell boxes."""
    report: dict[str, Any] = json.loads(json.dumps(inspected(SPECIMENS / f"{name}.pdf")))
    for page in report["pages"]:
        del page["words"], page["mentions"]
        page["tables"] = [table["rows"] for table in page["tables"]]
        page["redactions"] = [{**item, "bbox": [round(edge) for edge in item["bbox"]]} for item in page["redactions"]]
    return report


def main() -> None:
    """Writes every golden file; read the difference before committing it."""
    GOLDEN.mkdir(exist_ok=True)
    for name in names():
        text = json.dumps(seen(name), ensure_ascii=False, indent=1) + "\n"
        golden_path(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
