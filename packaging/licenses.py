"""Writes THIRD_PARTY_LICENSES from what requirements.lock names and what is installed here.

.venv/bin/python packaging/licenses.py            write it
.venv/bin/python packaging/licenses.py --check    only say whether it is as it would be written
"""

from __future__ import annotations

import sys
import textwrap
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "packaging" / "licenses"
OUT = ROOT / "THIRD_PARTY_LICENSES"

# The lock's part that only torch's CUDA builds bring.
BROUGHT_BY_CUDA = ("cuda-", "nvidia-", "triton")

# Texts that a wheel does not contain, and fonts that one contains without their license.
BESIDES = {
    "latex2mathml": ["latex2mathml.txt"],
    "pyopengl": ["PyOpenGL.txt"],
    "pyside6-essentials": ["LGPL-3.0.txt", "GPL-3.0.txt"],
    "shiboken6": ["LGPL-3.0.txt", "GPL-3.0.txt"],
    "ziafont": ["DejaVu.txt"],
    "ziamath": ["STIX.txt"],
}
# What a package contains besides distributions: its name, license, home and texts.
OTHERS = (
    (
        "Fashion-MNIST, of which resources/data/fashion.npz is a part",
        "MIT",
        "https://github.com/zalandoresearch/fashion-mnist",
        ("FashionMNIST.txt",),
    ),
    (
        "PyInstaller's bootloader and run-time hooks",
        "GPL-2.0-or-later WITH Bootloader-exception; the hooks Apache-2.0",
        "https://pyinstaller.org/",
        ("PyInstaller.txt",),
    ),
    (
        "ICU, in PySide6's wheels for Linux",
        "Unicode-DFS-2016, and those of its parts",
        "https://icu.unicode.org/",
        ("ICU.txt",),
    ),
    (
        "libgomp, in torch's wheels for Linux",
        "GPL-3.0-or-later WITH GCC-exception-3.1",
        "https://gcc.gnu.org/",
        ("GCC-exception-3.1.txt", "GPL-3.0.txt"),
    ),
    (
        "GLib and other libraries of the system, in packages built on Linux",
        "LGPL-2.1-or-later; the folder licenses beside the program names each",
        "https://www.debian.org/",
        ("LGPL-2.1.txt",),
    ),
)
MARKS = ("licen", "copying", "notice")


def locked() -> dict[str, str]:
    """Each distribution of the lock with its version."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line.partition("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, _, version in pins}


def of_cuda() -> list[str]:
    """The lock's distributions that only torch's CUDA builds bring."""
    return sorted(name for name in locked() if name.startswith(BROUGHT_BY_CUDA))


def at_run_time() -> list[str]:
    """What the app itself needs, and what that needs, without what CUDA brings."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(text) for text in project["dependencies"]]
    seen: set[str] = set()
    while waiting:
        name = canonicalize_name(waiting.pop().name)
        if name in seen or name.startswith(BROUGHT_BY_CUDA):
            continue
        seen.add(name)
        needs = map(Requirement, metadata.requires(name) or [])
        waiting += [n for n in needs if n.marker is None or n.marker.evaluate({"extra": ""})]
    return sorted(seen)


def license_name(about: metadata.PackageMetadata) -> str:
    """What the metadata call the license: an expression, a short word, or the classifier."""
    said = about.get("License-Expression") or about.get("License") or ""
    if said and "\n" not in said:
        return said
    classifiers = about.get_all("Classifier") or []
    names = [text.rpartition(" :: ")[2] for text in classifiers if text.startswith("License ::")]
    return ", ".join(names) or "see the text"


def license_files(name: str) -> Iterator[tuple[str, str]]:
    """Name and text of every license file of a distribution, in the order of their names."""
    found = metadata.distribution(name)
    for path in sorted(found.files or [], key=str):
        of_metadata = ".dist-info" in path.parts[0]
        if of_metadata and any(mark in path.name.lower() for mark in MARKS):
            text = Path(str(path.locate())).read_text(encoding="utf-8", errors="replace")
            yield "/".join(path.parts[1:]).removeprefix("licenses/"), text
    for file in BESIDES.get(name, []):
        yield file, (TEXTS / file).read_text(encoding="utf-8")


class Texts:
    """License texts, each printed once, where it first comes, and pointed to after that."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def entry(self, label: str, text: str) -> str:
        """The text under its label and number, or where it stands already."""
        tidy = "\n".join(line.rstrip() for line in text.expandtabs().splitlines()).strip("\n")
        key = " ".join(tidy.split())
        if key in self._number:
            return f"{label}: the same words as [{self._number[key]}]\n"
        self._number[key] = len(self._number) + 1
        return f"\n{label} [{self._number[key]}]:\n\n{textwrap.indent(tidy, '    ')}\n"


def sections() -> Iterator[str]:
    """The file's parts: a preamble, Python, every distribution, and what else is packed."""
    versions = locked()
    names = [f"{name} {versions[name]}" for name in of_cuda()]
    listed = textwrap.fill(", ".join(names) + ".", 100, break_on_hyphens=False)
    yield (TEXTS / "PREAMBLE.txt").read_text(encoding="utf-8") + listed + "\n"
    texts = Texts()
    python = (TEXTS / "Python.txt").read_text(encoding="utf-8")
    yield heading("Python", "PSF-2.0", "https://www.python.org/") + texts.entry("LICENSE", python)
    for name in at_run_time():
        about = metadata.metadata(name)
        title = f"{about['Name']} {versions[name]}"
        entries = [texts.entry(label, text) for label, text in license_files(name)]
        address = f"https://pypi.org/project/{about['Name']}/"
        yield heading(title, license_name(about), address) + "".join(entries)
    for title, license_, home, files in OTHERS:
        entries = [texts.entry(f, (TEXTS / f).read_text(encoding="utf-8")) for f in files]
        yield heading(title, license_, home) + "".join(entries)


def heading(title: str, license_: str, address: str) -> str:
    """A distribution's first lines."""
    return f"{title}\n{'-' * len(title)}\n\nLicense: {license_}\nHome: {address}\n"


def written() -> str:
    """The whole file."""
    return "\n\n".join(sections())


def main(words: list[str]) -> int:
    """Write, or check; the exit status."""
    if words == ["--check"]:
        same = OUT.read_text(encoding="utf-8") == written()
        print("as it would be written" if same else f"not as it would be written: {OUT.name}")
        return 0 if same else 1
    OUT.write_text(written(), encoding="utf-8", newline="\n")
    print(f"{OUT.name}: {OUT.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
