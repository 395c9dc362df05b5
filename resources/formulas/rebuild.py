"""Typeset the formulas of the registries into typeset.json, or check that it is what comes of them.

    .venv/bin/python resources/formulas/rebuild.py
    .venv/bin/python resources/formulas/rebuild.py --check

Run it after a formula, or the version of ziamath, has changed. A window then shows any of them at
once: to typeset the first takes .2 s, and all of them two.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.labs.formulas import formulas  # noqa: E402
from app.widgets.formula import INK, SHIPPED, typeset  # noqa: E402


def main() -> int:
    """Write or compare; the exit status."""
    parser = argparse.ArgumentParser(description="Typeset the registries' formulas, or check them.")
    parser.add_argument("--check", action="store_true", help="only compare, write nothing")
    pictures = {text: typeset(text, INK) for text in formulas()}
    written = json.dumps(pictures, ensure_ascii=False, indent=0) + "\n"
    if parser.parse_args().check:
        there = SHIPPED.is_file() and SHIPPED.read_text(encoding="utf-8") == written
        print("as it should be" if there else f"{SHIPPED.name} is not what comes of the formulas")
        return 0 if there else 1
    SHIPPED.write_text(written, encoding="utf-8")
    print(f"{len(pictures)} formulas")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
