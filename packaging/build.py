"""Builds dist/Saddlepoint: icons, PyInstaller, what the systems want beside it, and a size report.

`python3 dev.py package` runs this with .venv's Python.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "packaging"
WORK = ROOT / "build" / "pyinstaller"
ICONS = ROOT / "build" / "icons"
DIST = ROOT / "dist"
FOLDER = DIST / "Saddlepoint"
INSIDE = FOLDER / "_internal"

COMMON = "/usr/share/common-licenses"

# Symbols that only a debugger reads are a good part of these. (Every library stripped breaks
# numpy's OpenBLAS.)
STRIPPED = (
    "torch/lib/libtorch_cpu.so",
    "torch/lib/libtorch_python.so",
    "libpython3*.so.*",
    "python3*/lib-dynload/*.so",
)


def build() -> None:
    """Icons, then the folder (on macOS the bundle too), always from a clean start."""
    subprocess.run([sys.executable, HERE / "icons.py"], check=True, stdout=subprocess.DEVNULL)
    places = ["--distpath", DIST, "--workpath", WORK]
    options = ["--noconfirm", "--clean", "--log-level", "WARN", *places]
    command = [sys.executable, "-m", "PyInstaller", *options, HERE / "saddlepoint.spec"]
    subprocess.run(command, check=True, cwd=ROOT)


def strip(folder: Path) -> None:
    """Take the symbols out of torch's two large libraries and of Python's."""
    for pattern in STRIPPED:
        for library in folder.glob(pattern):
            subprocess.run(["strip", "--strip-unneeded", library], check=True)


def copyright_files(folder: Path) -> None:
    """Copy the copyright file of each Debian package that a library of the system came from."""
    if shutil.which("dpkg-query") is None:
        print("No dpkg-query here: add the licenses of the system's libraries yourself.")
        return
    collected = WORK / "saddlepoint" / "COLLECT-00.toc"
    [entries] = ast.literal_eval(collected.read_text(encoding="utf-8"))
    # The environment may be a link to another place.
    ours = (ROOT, Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve())
    sources = {Path(source).resolve() for _, source, kind in entries if kind == "BINARY"}
    packages = set()
    for source in sorted(s for s in sources if not any(map(s.is_relative_to, ours))):
        package = owner(source)
        text = Path("/usr/share/doc") / package / "copyright"
        if not package or not text.is_file():
            print(f"No copyright file was found for {source}.")
            continue
        (folder / package).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(text, folder / package / "copyright")
        packages.add(package)
    common_licenses(folder)
    (folder / "PACKAGES.txt").write_text("".join(map(version, sorted(packages))), encoding="utf-8")


def common_licenses(folder: Path) -> None:
    """Copy the licenses that Debian's copyright files name by their place, not in their words."""
    for file in sorted(folder.glob("*/copyright")):
        words = file.read_text(encoding="utf-8", errors="replace")
        for name in re.findall(COMMON + r"/([\w.-]*\w)", words):
            text = Path(COMMON, name)
            if text.is_file():
                target = folder / "common-licenses" / name
                target.parent.mkdir(exist_ok=True)
                shutil.copyfile(text, target)
            else:
                print(f"{file.parent.name} refers to {text}, which is not here.")


def version(package: str) -> str:
    """A line of the package's name and version, by which its source is found."""
    form = "${Package} ${Version}\\n"
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", form, package], capture_output=True, text=True
    )
    return asked.stdout.partition("\n")[0] + "\n"


def owner(file: Path) -> str:
    """The Debian package that a file came with; nothing if there is none."""
    # The system's folders are links into /usr in newer Debians, and its lists name the old ones.
    for name in (file, Path("/", *file.parts[2:])):
        asked = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True)
        if asked.returncode == 0:
            return asked.stdout.partition(":")[0]
    return ""


def add_linux(folder: Path) -> None:
    """The menu entry, its icons, and the two scripts that put it there and take it away."""
    for name in ("install.sh", "uninstall.sh"):
        shutil.copy2(HERE / "linux" / name, folder / name)
        (folder / name).chmod(0o755)
    share = folder / "share"
    share.mkdir(exist_ok=True)
    shutil.copy2(HERE / "linux" / "saddlepoint.desktop", share)
    shutil.copy2(ROOT / "resources" / "icons" / "saddlepoint.svg", share)
    for size in (48, 128, 256):
        shutil.copy2(ICONS / f"saddlepoint-{size}.png", share)


def part_of(path: Path) -> str:
    """Whose a file of the folder is: the first folder's name, by and large.

    >>> part_of(Path("_internal/torch/lib/libc10.so"))
    'torch'
    """
    parts = path.parts[1:] if path.parts[0] == "_internal" else ("Saddlepoint",)
    first = parts[0] if len(parts) > 1 or parts[0] == "Saddlepoint" else ""
    name = path.name.lower()
    if first:
        plain = first.partition("-")[0].removesuffix(".libs").lower()
        return {"pil": "pillow"}.get(plain, "python" if plain.startswith("python3") else plain)
    if name.startswith(("libqt6", "libpyside", "libshiboken", "libicu")):
        return "pyside6"
    if name.startswith(("libtorch", "libc10", "libshm", "libgomp")):
        return "torch"
    if name.startswith(("libpython", "base_library")):
        return "python"
    return "libraries of the system"


def sizes(folder: Path) -> Counter[str]:
    """Bytes by part; a link is nobody's bytes."""
    counted: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            counted[part_of(path.relative_to(folder))] += path.stat().st_size
    return counted


def report(folder: Path) -> str:
    """A table of what each part takes, the largest first; the small ones together."""
    counted = sizes(folder)
    large = [(name, size) for name, size in counted.most_common() if size >= 1e6]
    rest = counted.total() - sum(size for _, size in large)
    rows = [*large, ("the rest", rest), ("together", counted.total())]
    return "\n".join(f"{name:<28}{size / 1e6:8.1f} MB" for name, size in rows)


def main() -> None:
    """All of it."""
    began = time.monotonic()
    build()
    shutil.copy2(ROOT / "THIRD_PARTY_LICENSES", FOLDER)
    shutil.copy2(ROOT / "LICENSE", FOLDER)
    if sys.platform == "linux":
        strip(INSIDE)
        copyright_files(FOLDER / "licenses")
        add_linux(FOLDER)
    print(report(FOLDER))
    print(f"\n{FOLDER}, in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
