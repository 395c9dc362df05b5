"""A report of what a helper must know: versions, the machine, and what was shown, as text.

It is meant to be sent to others: the home folder is written as ~, and the person's name as …
"""

from __future__ import annotations

import getpass
import logging
import os
import platform
import re
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from logging import FileHandler
from pathlib import Path

from PySide6 import __version__ as pyside
from PySide6.QtCore import QLocale, QSettings, qVersion
from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext
from PySide6.QtWidgets import QWidget

from app import theme
from app.docks import Docks
from app.panel.panel import Panel
from core import __version__
from core import device as devices

LOG_LINES = 30
LOG_BYTES = 64_000
"""The most bytes of the log's end that are read, since a line may be long."""

PACKAGES = ("torch", "numpy", "scipy", "pyqtgraph", "contourpy", "pillow", "ziamath")

SETTINGS = ("theme", "language", "larger", "panel")
"""The settings that change what is seen; the others are paths."""

_GL_RENDERER, _GL_VERSION = 0x1F01, 0x1F02


def versions() -> dict[str, str]:
    """The versions of the program, of Python, Qt and the packages that draw and compute."""
    found = {"Saddlepoint": __version__ + (" (packaged)" if hasattr(sys, "_MEIPASS") else "")}
    found["Python"] = platform.python_version()
    found["PySide6"] = pyside
    found["Qt"] = qVersion()
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "?"
    return found


def device() -> str:
    """The devices to compute on; while torch is still loading, the processor."""
    if "torch" not in sys.modules:
        return devices.name("cpu")
    return ", ".join(f"{key}: {devices.name(key)}" for key in devices.available())


def diagnosis(docks: Docks, settings: QSettings) -> str:
    """The whole report, ready to be pasted."""
    parts = [
        ("Versions", [f"{name} {version}" for name, version in versions().items()]),
        ("System", _system(docks.device)),
        ("Screens", _screens()),
        ("Settings", _settings(docks.window, settings)),
        ("Shown", _shown(docks.front())),
        ("Log", _log()),
    ]
    text = "\n\n".join("\n".join((f"[{title}]", *lines)) for title, lines in parts)
    return anonymous(text)


def anonymous(text: str) -> str:
    """The text without the home folder's path, however it is written, and without the person's name
    as a part of any other path."""
    try:
        home = Path.home()
    except RuntimeError:
        return text
    flags = re.IGNORECASE if sys.platform == "win32" else 0
    for folder in dict.fromkeys((home, home.resolve())):
        if len(folder.parts) > 1:  # a home that is the root has no name to hide
            parts = (re.escape(part.strip("/\\")) for part in folder.parts)
            pattern = r"[/\\]+".join(parts)
            text = re.sub(rf"{pattern}(?![\w.-])", "~", text, flags=flags)
    return re.sub(rf"(?<=[/\\]){re.escape(_person())}(?=[/\\])", "…", text, flags=flags)


def _person() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "\0"  # nobody, and in no path


def _system(chosen: str) -> list[str]:
    return [
        platform.platform(),
        f"Qt platform {QGuiApplication.platformName()}, locale {QLocale.system().name()}",
        f"Compute: {device()}; chosen: {chosen}; {os.cpu_count()} CPUs",
        f"OpenGL: {open_gl()}",
    ]


def open_gl() -> str:
    """Version and renderer of OpenGL, or why there is none. It runs in the GUI thread."""
    context, surface = QOpenGLContext(), QOffscreenSurface()
    if not context.create():
        return "none on this display"
    surface.create()
    if not surface.isValid() or not context.makeCurrent(surface):
        return "a context, but it cannot be made current"
    functions = context.functions()
    words = [functions.glGetString(name) for name in (_GL_VERSION, _GL_RENDERER)]
    context.doneCurrent()
    return ", ".join(str(word) for word in words if word)


def _screens() -> Iterator[str]:
    for screen in QGuiApplication.screens():
        size = screen.size()
        yield (
            f"{size.width()}x{size.height()}, device pixel ratio {screen.devicePixelRatio():g}, "
            f"{screen.logicalDotsPerInch():.0f} dpi, {screen.refreshRate():.0f} Hz"
        )


def _settings(window: QWidget, settings: QSettings) -> Iterator[str]:
    yield f"drawn {theme.current().key}, window {window.width()}x{window.height()}"
    for name in SETTINGS:
        yield f"{name} = {settings.value(name, '')}"


def _shown(panel: Panel) -> list[str]:
    says = f"it says: {panel.errors.label.text()}"
    return [
        f"{panel.key}, page {panel.page.key}",
        panel.command(),
        *([says] if panel.errors.isVisible() else []),
    ]


def log_file() -> Path | None:
    """The file to which the log is written."""
    for handler in logging.getLogger("saddlepoint").handlers:
        if isinstance(handler, FileHandler):
            return Path(handler.baseFilename)
    return None


def _log() -> Sequence[str]:
    path = log_file()
    if path is None:
        return ["no file"]
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - LOG_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError as error:
        return [str(path), str(error.strerror)]
    return [str(path), *lines[-LOG_LINES:]]
