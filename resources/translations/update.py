"""Bring the catalog in this folder up to date with the words of the application, or check it.

    python resources/translations/update.py            # merge into the .ts, compile the .qm
    python resources/translations/update.py --check    # write nothing

Both say what is not translated, and exit with 1 then. A translation is written into the .ts (by
hand, or with pyside6-linguist) between two runs. lupdate and lrelease come with PySide6.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CATALOG = HERE / "saddlepoint_zh_CN.ts"
COMPILED = CATALOG.with_suffix(".qm")

CONTEXT = "saddlepoint"
MARKS = ("tr", "_", "mark")
"""The functions of ``app/words/labels.py``; the second one is known by the third name too."""


class ToolError(Exception):
    """Qt's tools are not there, or one of them failed."""


def marked(source: str) -> Iterator[str]:
    """The literals that a piece of Python marks for translation."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else None
            name = node.func.id if isinstance(node.func, ast.Name) else name
            text = node.args[0]
            if name in MARKS and isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def declared() -> Iterator[str]:
    """The label and the line of help of every parameter, and of every hyper-parameter."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from core.experiments import EXPERIMENTS
    from core.optimizers.optimizers import OPTIMIZERS
    from core.parameters import parameters

    specs = (parameters(experiment.spec) for experiment in EXPERIMENTS.values())
    optimizers = (optimizer.parameters for optimizer in OPTIMIZERS.values())
    for parameter in chain(*specs, *optimizers):
        yield from (parameter.label, parameter.help)


def wanted() -> set[str]:
    """Every text of the application that is shown in the window's language."""
    files = (ROOT / "app").rglob("*.py")
    words = {text for file in files for text in marked(file.read_text(encoding="utf-8"))}
    return {text for text in words.union(declared()) if text}


def translations() -> dict[str, str]:
    """What the catalog says for each English text; nothing where it is unfinished."""
    found = {}
    for message in ElementTree.parse(CATALOG).iter("message"):
        translation = message.find("translation")
        done = translation is not None and translation.get("type") is None
        found[message.findtext("source", "")] = message.findtext("translation", "") * done
    return found


def merge(words: Iterable[str]) -> None:
    """Let lupdate add what is new to the catalog, and drop what is gone."""
    lines = [f"QT_TRANSLATE_NOOP({CONTEXT!r}, {json.dumps(w, ensure_ascii=False)})" for w in words]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "words.py"
        source.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
        options = ("-locations", "none", "-no-obsolete", "-sort-messages")
        _run("lupdate", source, *options, "-ts", CATALOG)


def compiled() -> bytes:
    """What lrelease makes of the catalog."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / COMPILED.name
        _run("lrelease", CATALOG, "-qm", result)
        return result.read_bytes()


def problems() -> list[str]:
    """What keeps the catalog from being complete and up to date; empty where nothing does."""
    if not CATALOG.is_file():
        return [f"{CATALOG.name} is missing"]
    words, found = wanted(), translations()
    said = [f"not in {CATALOG.name}: {text!a}" for text in sorted(words - found.keys())]
    said += [f"no longer in the application: {text!a}" for text in sorted(found.keys() - words)]
    said += [f"not translated: {text!a}" for text in sorted(found) if not found[text]]
    try:
        if not COMPILED.is_file() or COMPILED.read_bytes() != compiled():
            said.append(f"{COMPILED.name} is not what lrelease makes of {CATALOG.name}")
    except ToolError as error:
        said.append(str(error))
    return said


def _run(tool: str, *arguments: str | Path) -> None:
    """Run one of the tools that lie in the folder of the PySide6 package."""
    package = importlib.util.find_spec("PySide6")
    folders = package.submodule_search_locations if package is not None else None
    program = shutil.which(tool, path=folders[0]) if folders else None
    if program is None:
        raise ToolError(f"Qt's {tool} is not there; it comes with PySide6-Essentials")
    done = subprocess.run(
        [program, "-silent", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        raise ToolError(f"{tool} failed: {done.stdout.strip()}")


def main() -> int:
    """Write or check the catalog, say what is missing, return the exit status."""
    parser = argparse.ArgumentParser(description="Bring the catalog up to date, or check it.")
    parser.add_argument("--check", action="store_true", help="only compare, write nothing")
    if not parser.parse_args().check:
        try:
            merge(wanted())
            COMPILED.write_bytes(compiled())
        except ToolError as error:
            print(error)
            return 1
    said = problems()
    print("\n".join(said) or f"{CATALOG.name}: {len(translations())} texts, complete")
    return 1 if said else 0


if __name__ == "__main__":
    raise SystemExit(main())
