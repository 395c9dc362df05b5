"""The files of films: GIF and WebP by core, MP4 by the program ffmpeg. Compute thread."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from PIL import Image
from PySide6.QtCore import QProcess, QProcessEnvironment

from core import films, results

WAIT_MS = 20
"""How long ffmpeg is waited for at a time."""

PATIENCE_MS = 5000

SUFFIXES = ("gif", "webp", "mp4")


class FilmFile(Protocol):
    """A film that is written. :class:`OSError` where it cannot be."""

    def add(self, picture: Image.Image, milliseconds: int) -> Iterator[None]:
        """Append an RGB picture; breathes while it waits."""

    def close(self) -> Iterator[None]:
        """End the film."""

    def release(self) -> None:
        """Let go of the file, ended or not."""


Begin = Callable[[Path, tuple[int, int], Sequence[Image.Image]], FilmFile]
"""Begins a film of a size on a file; of some of its pictures it may learn the colors."""


def begin(suffix: str, rate: int, kept: Sequence[films.Color] = ()) -> Begin:
    """How a film of that kind begins, of so many frames a second; a GIF, which has but few colors,
    keeps these exactly."""

    def gif(path: Path, size: tuple[int, int], seen: Sequence[Image.Image]) -> FilmFile:
        return _OwnFile(path, lambda file: films.GifWriter(file, films.palette_of(seen, kept)))

    def webp(path: Path, size: tuple[int, int], seen: Sequence[Image.Image]) -> FilmFile:
        return _OwnFile(path, films.WebpWriter)

    def mp4(path: Path, size: tuple[int, int], seen: Sequence[Image.Image]) -> FilmFile:
        return Ffmpeg(ffmpeg() or "ffmpeg", path, size, rate)

    return {"gif": gif, "webp": webp, "mp4": mp4}[suffix]


class _OwnFile:
    """GIF or WebP."""

    def __init__(
        self, path: Path, writer: Callable[..., films.GifWriter | films.WebpWriter]
    ) -> None:
        self._file = path.open("w+b")
        self._writer = writer(self._file)

    def add(self, picture: Image.Image, milliseconds: int) -> Iterator[None]:
        self._writer.add(picture, milliseconds)
        yield None

    def close(self) -> Iterator[None]:
        self._writer.close()
        results.settle(self._file)
        yield None

    def release(self) -> None:
        self._file.close()


class Ffmpeg:
    """Raw pictures into ffmpeg's standard input. It lives in one thread, whose event loop it does
    not need."""

    def __init__(self, program: str, path: Path, size: tuple[int, int], rate: int) -> None:
        self._path = path
        self._process = QProcess()
        self._process.setProgram(program)
        self._process.setArguments(arguments(path, size, rate))
        self._process.setProcessEnvironment(_environment())
        self._process.start()
        if not self._process.waitForStarted(PATIENCE_MS):
            raise OSError(f"{program}: {self._process.errorString()}")

    def add(self, picture: Image.Image, milliseconds: int) -> Iterator[None]:
        self._process.write(picture.tobytes())
        while self._process.bytesToWrite():
            if not self._process.waitForBytesWritten(WAIT_MS) and self._ended:
                raise OSError(self._reason())
            yield None

    def close(self) -> Iterator[None]:
        self._process.closeWriteChannel()
        while not self._ended:
            self._process.waitForFinished(WAIT_MS)
            yield None
        if self._process.exitStatus() != QProcess.ExitStatus.NormalExit or self._process.exitCode():
            raise OSError(self._reason())
        with self._path.open("r+b") as file:
            results.settle(file)

    def release(self) -> None:
        if not self._ended:
            self._process.kill()
            self._process.waitForFinished(PATIENCE_MS)

    @property
    def _ended(self) -> bool:
        return self._process.state() == QProcess.ProcessState.NotRunning

    def _reason(self) -> str:
        """The last line of what it complained of."""
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        return f"ffmpeg: {said.splitlines()[-1] if said else self._process.errorString()}"


def arguments(path: Path, size: tuple[int, int], rate: int) -> list[str]:
    """H.264 that every player shows, or what this ffmpeg has for MP4; sides must be even."""
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}", "-r", str(rate)]
    # Without being told, players take the colors of a small film for those of old television.
    colors = ["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"]
    for name in ("-colorspace", "-color_primaries", "-color_trc"):
        colors += [name, "bt709"]
    quality = ["-crf", "16", "-q:v", "2", "-movflags", "+faststart"]
    quiet = ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
    return [*quiet, *raw, "-i", "pipe:0", *colors, *quality, "-f", "mp4", str(path)]


def ffmpeg() -> str | None:
    """The program on the PATH, or the one that the optional package imageio-ffmpeg brings."""
    found = shutil.which("ffmpeg")
    if found is not None:
        return found
    package = importlib.util.find_spec("imageio_ffmpeg")
    for folder in (package and package.submodule_search_locations) or ():
        for program in sorted((Path(folder) / "binaries").glob("ffmpeg*")):
            if os.access(program, os.X_OK):
                return str(program)
    return None


def _environment() -> QProcessEnvironment:
    """Ours; a packaged program has its own libraries in the way of the system's."""
    environment = QProcessEnvironment.systemEnvironment()
    if getattr(sys, "frozen", False):
        for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            before = environment.value(f"{name}_ORIG", "")
            environment.remove(name)
            if before:
                environment.insert(name, before)
    return environment
