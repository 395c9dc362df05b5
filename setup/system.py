"""The system's packages: what is missing, brought by apt or named in one command."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

# What Linux must have: the package of Debian and Ubuntu, and the library or program in it. Commands
# stop for what they need; brought, or told, is all that is missing of ALL_PACKAGES, so that nobody
# is sent for packages a second time.
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
ALL_PACKAGES = {**TEST_PACKAGES, **WAYLAND_PACKAGES, **BUILD_PACKAGES}
UNFINISHED = Path("/var/lib/dpkg/updates")
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
    """Install with apt; where an earlier install was broken off, after dpkg's own repair."""
    options = ["-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    if not broken_off() and run(["apt-get", "install", *options, *packages], quiet()) == 0:
        return True
    if not broken_off():
        return False
    print("An earlier install was interrupted. Repairing it: dpkg --configure -a", flush=True)
    run(["dpkg", "--configure", "-a"], quiet())
    return run(["apt-get", "install", "--fix-broken", *options, *packages], quiet()) == 0


def broken_off() -> bool:
    """Whether dpkg was interrupted: it has notes left, or packages that are half there.

    apt looks for such notes in the same folder, and refuses everything while there are any.
    """
    try:
        if any(entry.name.isdigit() for entry in UNFINISHED.iterdir()):
            return True
        audit = subprocess.run(["dpkg", "--audit"], capture_output=True, check=False)
    except OSError:
        return False
    return bool(audit.stdout.strip())


def quiet() -> dict[str, str]:
    """An environment in which packages ask nothing."""
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Run a command to its end and return its status; an interrupt is raised once it has ended.

    The terminal sends Ctrl+C to the command too. Whoever kills apt at once leaves dpkg half-way.
    """
    status, interrupted = ended(command, environment)
    if interrupted:
        raise KeyboardInterrupt
    return status


def ended(
    command: Sequence[str | Path], environment: Mapping[str, str] | None = None
) -> tuple[int, bool]:
    """The status of a command once it has ended, as a shell has it, and whether there was an
    interrupt."""
    process = subprocess.Popen(command, env=environment)
    interrupted = False
    while True:
        try:
            status = process.wait()
        except KeyboardInterrupt:
            interrupted = True
        else:
            return (status if status >= 0 else 128 - status), interrupted


def how_to_install(missing: Mapping[str, str]) -> str:
    """The one command that brings what is missing, or its names where there is no apt."""
    if shutil.which("apt-get") is None:
        what = ", ".join(missing.values())
        return f"Missing on this system: {what}. Please install that with its package manager."
    as_root = "sudo sh -c" if shutil.which("sudo") else "su -c"
    repair = "dpkg --configure -a && " if broken_off() else ""
    install = "apt-get install -y --no-install-recommends " + " ".join(missing)
    return (
        "Some system packages are missing. This command brings all that any command here needs:"
        f"\n\n    {as_root} '{repair}apt-get update && {install}'\n"
    )


def bring_packages(needed: Mapping[str, str], besides: Mapping[str, str]) -> None:
    """Install as root with apt, otherwise say how to. Only what is ``needed`` stops anything."""
    if sys.platform != "linux" or not (needed or besides):
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(how_to_install({**needed, **besides}), flush=True)
        if needed:
            raise SystemExit("Then start this again.")
        return
    print(f"apt brings {' '.join((*needed, *besides))}", flush=True)
    run(["apt-get", "update"])  # one broken source need not stop the others
    if needed and not apt_install(needed):
        raise SystemExit(f"apt-get could not install {' '.join(needed)}.")
    if besides and not apt_install(besides):
        print(f"Without {' '.join(besides)} some text may be drawn as boxes, or a test not run.")
