"""The system's packages: what is missing, brought by apt or named in one command."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

# What Linux must have: the package of Debian and Ubuntu, and the library or program in it.
# (Where libglib2.0-0 has become libglib2.0-0t64, apt knows the old name too.)
QT_PACKAGES = {
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
}
WINDOW_PACKAGES = {
    **QT_PACKAGES,
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
}
WAYLAND_PACKAGES = {
    "libwayland-cursor0": "libwayland-cursor.so.0",
    "libwayland-egl1": "libwayland-egl.so.1",
}
TEST_PACKAGES = {**WINDOW_PACKAGES, "xvfb": "Xvfb"}  # they open windows where nobody sees them
# What a window needs is copied into the package, so it must be here.
BUILD_PACKAGES = {**WINDOW_PACKAGES, "binutils": "objdump"}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
CHINESE_FONTS = ("cjk", "wqy", "sourcehan", "droidsansfallback", "uming", "ukai", "notosanssc")


def is_there(proof: str) -> bool:
    if ".so." not in proof:
        return shutil.which(proof) is not None
    try:
        ctypes.CDLL(proof)
    except OSError:
        return False
    return True


def missing_packages(needed: Mapping[str, str], *, new_venv: bool) -> dict[str, str]:
    missing = {package: proof for package, proof in needed.items() if not is_there(proof)}
    if new_venv and importlib.util.find_spec("ensurepip") is None:
        missing[f"python3.{sys.version_info.minor}-venv"] = "Python's module ensurepip"
    return missing


def missing_fonts() -> dict[str, str]:
    files = (
        name.lower()
        for folder in FONT_FOLDERS
        for _, _, names in os.walk(Path(folder).expanduser())
        for name in names
    )
    fonts = [name for name in files if name.endswith((".ttf", ".otf", ".ttc"))]
    missing = {} if fonts else {"fonts-dejavu-core": "a font"}
    if not any(mark in font for font in fonts for mark in CHINESE_FONTS):
        missing["fonts-wqy-microhei"] = "a Chinese font"
    return missing


def apt_install(packages: Iterable[str]) -> bool:
    options = ["-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(["apt-get", "install", *options, *packages], env=quiet).returncode == 0


def how_to_install(missing: Mapping[str, str]) -> str:
    if shutil.which("apt-get") is None:
        what = ", ".join(missing.values())
        return f"Missing on this system: {what}. Please install that with its package manager."
    as_root = "sudo sh -c" if shutil.which("sudo") else "su -c"
    install = "apt-get install -y --no-install-recommends " + " ".join(missing)
    return (
        "Some system packages are missing. This command brings them:\n\n"
        f"    {as_root} 'apt-get update && {install}'\n"
    )


def bring_packages(missing: Mapping[str, str], fonts: Mapping[str, str]) -> None:
    """Install as root with apt, otherwise say how to. Fonts alone never stop anything."""
    if sys.platform != "linux" or not (missing or fonts):
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(how_to_install({**missing, **fonts}), flush=True)
        if missing:
            raise SystemExit("Then start this again.")
        return
    subprocess.run(["apt-get", "update"])  # one broken source need not stop the others
    if missing and not apt_install(missing):
        raise SystemExit(f"apt-get could not install {' '.join(missing)}.")
    if fonts and not apt_install(fonts):
        print("Without these fonts some text may be drawn as boxes.")
