"""Film files: GIF and WebP are written by core, MP4 by the program ffmpeg. It runs in the compute
thread."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from PIL import Image
from PySide6.QtCore import QProcess, QProcessEnvironment

from app.words.labels import tr
from core import films, results

WAIT_MS = 20
"""Milliseconds to wait for ffmpeg at a time."""

PATIENCE_MS = 5000

SUFFIXES = ("gif", "webp", "mp4")


class FilmFile(Protocol):
    """A film that is being written. :class:`OSError` if it cannot be."""

    def add(self, picture: Image.Image, milliseconds: int) -> Iterator[None]:
        """Append an RGB picture; yields while it waits."""

    def close(self) -> Iterator[None]:
        """End the film."""

    def release(self) -> None:
        """Release the file, whether the film has ended or not."""


Begin = Callable[[Path, tuple[int, int], Sequence[Image.Image]], FilmFile]
"""Begins a film of a given size in a file; it may choose colors from some of its pictures."""


def begin(suffix: str, rate: int, kept: Sequence[films.Color] = ()) -> Begin:
    """The function that begins a film of that kind with that many frames a second; a GIF, which has
    few colors, keeps the given ones exactly."""

    def gif(path: Path, size: tuple[int, int], seen: Sequence[Image.Image]) -> FilmFile:
        return _OwnFile(path, lambda file: films.GifWriter(file, films.palette_of(seen, kept)))

    def webp(path: Path, size: tuple[int, int], seen: Sequence[Image.Image]) -> FilmFile:
        return _OwnFile(path, films.WebpWriter)

    def mp4(path: Path, size: tuple[int, int], seen: Sequence[Image.Image]) -> FilmFile:
        program = ffmpeg()
        if program is None:  # it was there when the export was ordered
            raise FileNotFoundError("ffmpeg")
        return Ffmpeg(program, path, size, rate)

    return {"gif": gif, "webp": webp, "mp4": mp4}[suffix]


class _OwnFile:
    """A GIF or WebP film, written by core."""

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
    """Sends raw pictures to ffmpeg's standard input. It lives in one thread, and does not need that
    thread's event loop."""

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
        if not self._path.stat().st_size:
            raise OSError(tr("ffmpeg wrote nothing"))
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
        """The last line of ffmpeg's error output."""
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        return f"ffmpeg: {said.splitlines()[-1] if said else self._process.errorString()}"


def arguments(path: Path, size: tuple[int, int], rate: int) -> list[str]:
    """Arguments for H.264 that every player shows, or for what this ffmpeg has for MP4; both sides
    must be even."""
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}", "-r", str(rate)]
    # Unless told otherwise, players take the colors of a small film for those of old television.
    colors = ["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"]
    for name in ("-colorspace", "-color_primaries", "-color_trc"):
        colors += [name, "bt709"]
    quality = ["-crf", "16", "-q:v", "2", "-movflags", "+faststart"]
    quiet = ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
    return [*quiet, *raw, "-i", "pipe:0", *colors, *quality, "-f", "mp4", str(path)]


def ffmpeg() -> str | None:
    """The path of ffmpeg: the program on the PATH, or the one from the optional package
    imageio-ffmpeg. Never one from the current folder, where Windows, and so
    :func:`shutil.which`, would look first."""
    name = "ffmpeg.exe" if sys.platform == "win32" else "ffmpeg"
    for folder in os.get_exec_path():
        found = Path(folder, name)
        if found.is_absolute() and found.is_file() and os.access(found, os.X_OK):
            return str(found)
    package = importlib.util.find_spec("imageio_ffmpeg")
    for folder in (package and package.submodule_search_locations) or ():
        for program in sorted((Path(folder) / "binaries").glob("ffmpeg*")):
            if os.access(program, os.X_OK):
                return str(program)
    return None


def _environment() -> QProcessEnvironment:
    """The environment for ffmpeg: in a packaged program ours puts its own libraries before the
    system's."""
    environment = QProcessEnvironment.systemEnvironment()
    if getattr(sys, "frozen", False):
        for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            before = environment.value(f"{name}_ORIG", "")
            environment.remove(name)
            if before:
                environment.insert(name, before)
    return environment
