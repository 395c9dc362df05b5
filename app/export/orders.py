"""What can be exported from a panel, and writing the files: off the GUI thread, whole or not at
all."""

from __future__ import annotations

import enum
import json
import os
import sys
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.export import films
from app.export.drawing import Sketch
from app.export.svg import bake
from app.job import Report
from app.panel.panel import Panel
from app.widgets.exhibit import Exhibit
from app.words.labels import _ as mark
from app.words.labels import tr
from core import __version__, results, tables
from core.data import files
from core.experiment import Experiment, Frame, Frames
from core.parameters import Reason, Spec
from core.tables import Table

MOST_PIXELS = 100_000_000
"""The most pixels of one picture: four hundred megabytes while it is drawn."""

Progress = tuple[int, int] | None


class Kind(enum.Enum):
    """The content of a format."""

    PICTURE = enum.auto()
    DATA = enum.auto()
    FILM = enum.auto()


@dataclass(frozen=True)
class Format:
    """A file format."""

    key: str
    """The suffix, without the dot."""
    kind: Kind
    words: str


FORMATS: Mapping[str, Format] = {
    format.key: format
    for format in (
        Format("png", Kind.PICTURE, mark("Picture, PNG")),
        Format("svg", Kind.PICTURE, mark("Picture in vectors, SVG")),
        Format("pdf", Kind.PICTURE, mark("Picture in vectors, PDF")),
        Format("csv", Kind.DATA, mark("Its numbers for a spreadsheet, CSV")),
        Format("npz", Kind.DATA, mark("All arrays of the run, NPZ")),
        Format("gif", Kind.FILM, mark("Animation, GIF")),
        Format("webp", Kind.FILM, mark("Animation in all colors, WebP")),
        Format("mp4", Kind.FILM, mark("Film, MP4")),
    )
}


VECTORS = ("svg", "pdf")
"""The formats of lines and words."""


@dataclass(frozen=True)
class Order:
    """Everything that is needed to write one file."""

    panel: Panel
    widget: QWidget
    """One of the panel's exhibits, or the whole panel."""
    caption: str
    format: Format
    path: Path
    size: QSize
    """The size in pixels."""
    dpi: float = 96.0
    length: tuple[str, str] | None = None
    """The size of an SVG, such as ``("16cm", "12cm")``, or None for the widget's."""
    light: bool = False
    """Whether to draw in the light theme, whatever the present one is."""
    legend: bool = False
    """Whether a picture whose series are named beside it gets a legend with its caption."""
    source: str = ""
    """The key of the experiment whose frame is written."""
    seconds: float = 5.0
    rate: int = 20
    """The number of frames a second."""


def why_not(panel: Panel, widget: QWidget, format: Format) -> str:
    """A sentence saying why the widget cannot be exported in this format now; empty if it can."""
    whole = widget is panel
    if format.kind is Kind.FILM:
        if panel.player.animation() is None:
            return tr("Nothing on this page changes over time.")
        if format.key == "mp4" and films.ffmpeg() is None:
            if getattr(sys, "frozen", False):  # what pip installs, a packaged program never sees
                return tr("MP4 needs the program ffmpeg, which is not on the PATH. Install it.")
            return tr(
                "MP4 needs the program ffmpeg, which is not on the PATH. Install it, or "
                "'pip install imageio-ffmpeg'."
            )
    elif format.key in VECTORS:
        if whole:
            return _single(format)
        seen = [inner for inner in widget.findChildren(QWidget) if inner.isVisible()]
        if any(isinstance(w, Exhibit) and not w.has_vectors for w in (widget, *seen)):
            return tr("A view in three dimensions is pixels, and neither SVG nor PDF.")
    elif format.kind is Kind.DATA:
        if whole and format.key == "csv":
            return _single(format)
        if not sources(panel, widget):
            return tr("Nothing has been computed yet.")
    return ""


def _single(format: Format) -> str:
    kind = format.key.upper()
    return tr("{format} is of a single picture: choose one of the panel's.", format=kind)


def why_not_there(path: Path) -> str:
    """A sentence saying why no file can be written there, as far as that is known in advance; else
    empty.

    A film takes minutes: nobody who waited for it should learn only then that its name was bad.
    """
    folder = path.parent
    try:
        found = files.fault(path)
        if not folder.is_dir():
            return tr("There is no folder {folder}.", folder=folder)
        if path.is_dir():
            return tr("{path} is a folder.", path=path)
        if found is Reason.NOT_A_FILE:
            return tr("{path} is not a file that can be opened.", path=path)
        path.exists()
    except OSError as error:  # a name that is too long, above all
        reason = error.strerror or error
        return tr("{path} could not be written: {reason}", path=path, reason=reason)
    if not os.access(folder, os.W_OK | os.X_OK):
        return tr("Nothing can be written into the folder {folder}.", folder=folder)
    return ""


def is_folder(path: Path) -> bool:
    """Whether the path is a folder, as far as can be told."""
    try:
        return path.is_dir()
    except OSError:
        return False


def sources(panel: Panel, widget: QWidget) -> list[str]:
    """The experiments whose frames exist and can be written."""
    keys = (panel.page.experiment,) if widget is panel else panel.sources(widget)
    return [key for key in keys if panel.jobs.report(key) is not None]


def tables_of(order: Order) -> Sequence[Table]:
    """The tables of a picture; for one that has none, the whole frame behind it."""
    own = order.widget.tables() if isinstance(order.widget, Exhibit) else ()
    report = order.panel.jobs.report(order.source)
    return own or (tables.of_arrays(report.frame.arrays()) if report is not None else ())


def provenance(order: Order) -> dict[str, Any]:
    """The origin of a picture's numbers, in the form that every file of results has."""
    report = order.panel.jobs.report(order.source)
    return _meta(order, report) if report is not None else {}


def _meta(order: Order, report: Report) -> dict[str, Any]:
    assert report.spec is not None
    spec = order.panel.book.replayable(report.spec, report.frame)
    return results.provenance(order.source, spec, report.device, report.fallback, report.seconds)


# ---- the files -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Written(Frame):
    """The progress of writing; the last one says why it failed, if it did."""

    problem: str = ""
    last: bool = False


def errand(write: Callable[[], Iterator[Progress]]) -> Experiment:
    """Writing as a run of the compute thread, whose frames are its progress."""

    def run(spec: Spec, device: str) -> Frames:
        problem = ""
        try:
            with closing(write()) as steps:  # type: ignore[type-var]
                for progress in steps:
                    step = progress and Written(step=progress[0], total=progress[1])
                    yield step
        except OSError as error:
            problem = error.strerror or str(error)
        except MemoryError:
            problem = tr("there is not enough memory")
        yield Written(step=1, total=1, problem=problem, last=True)

    return Experiment("export", Spec, run, {})


def write_png(path: Path, sketch: Sketch, dpi: float, texts: Mapping[str, str]) -> Iterator[None]:
    """Write a PNG with its size on paper, and a description of its content."""
    picture = sketch.finish()
    yield None
    info = PngInfo()
    for name, text in texts.items():
        info.add_itxt(name, text)
    results.write_whole(path, lambda f: picture.save(f, "PNG", dpi=(dpi, dpi), pnginfo=info))


def write_svg(path: Path, document: bytes, length: tuple[str, str] | None) -> Iterator[None]:
    """Write the SVG that :func:`app.export.vectors.vectors` made."""
    baked = bake(document, length)
    yield None
    results.write_whole(path, lambda f: f.write(baked))


def write_bytes(path: Path, document: bytes) -> Iterator[None]:
    """Write a document that is complete, such as a PDF."""
    yield None
    results.write_whole(path, lambda f: f.write(document))


def write_csv(path: Path, notes: Sequence[str], parts: Sequence[Table]) -> Iterator[Progress]:
    """Write a CSV: notes, then tables."""
    total = sum(table.rows for table in parts)
    with results.whole(path) as temporary, temporary.open("wb") as file:
        written = 0
        for rows in tables.write(file, notes, parts):
            written += rows
            yield written, total
        results.settle(file)


def write_npz(path: Path, frame: Frame, meta: dict[str, Any]) -> Iterator[None]:
    """Write an NPZ as ``main.py run --out`` does."""
    yield None
    results.write(path, frame, meta)


def write_film(
    path: Path,
    begin: Callable[[Path, tuple[int, int], Sequence[Image.Image]], films.FilmFile],
    milliseconds: Sequence[int],
    sketches: deque[Sketch],
    samples: int = 0,
) -> Iterator[Progress]:
    """Write the frames that arrive in ``sketches`` as a film.

    The first ``samples`` of them are not frames, but are shown to ``begin`` so that it can choose
    the film's colors. It yields one progress for each sketch but the last.
    """
    total = samples + len(milliseconds)
    seen: list[Image.Image] = []
    film: films.FilmFile | None = None
    with results.whole(path) as temporary:
        try:
            for k in range(total):
                while not sketches:
                    yield None
                picture = sketches.popleft().finish()
                if k < samples:
                    seen.append(picture)
                else:
                    film = film or begin(temporary, picture.size, seen)
                    yield from film.add(picture, milliseconds[k - samples])
                if k + 1 < total:
                    yield k + 1, total
            if film is not None:
                yield from film.close()
        finally:
            if film is not None:
                film.release()


# ---- words ---------------------------------------------------------------------------------------


def notes_of(order: Order) -> list[str]:
    """The notes that stand above the tables of a CSV."""
    meta = provenance(order)
    report = order.panel.jobs.report(order.source)
    notes = [f"Saddlepoint {__version__}: {order.caption}", f"experiment: {order.source}"]
    if report is not None and report.frame.step < report.frame.total:
        notes.append(f"still running: step {report.frame.step} of {report.frame.total}")
    notes += [f"{name}: {value}" for name, value in meta.get("spec", {}).items()]
    notes += [f"{name}: {meta[name]}" for name in ("device", "fallback") if meta.get(name)]
    versions = meta.get("versions", {})
    return [*notes, "versions: " + " ".join(f"{name} {v}" for name, v in versions.items())]


def texts_of(order: Order) -> dict[str, str]:
    """The texts that a picture's file contains about itself."""
    return {
        "Title": order.caption,
        "Software": f"Saddlepoint {__version__}",
        "Description": json.dumps(provenance(order)),
    }


def file_name(panel: Panel, caption: str, suffix: str, taken: Collection[str] = ()) -> str:
    """A file name ``panel-picture.suffix``, with a number if that is taken."""
    words = "".join(sign if sign.isalnum() else " " for sign in caption.lower()).split()
    name = "-".join([panel.key, *words])[:80].rstrip("-")
    candidates = (f"{name}.{suffix}", *(f"{name}-{k}.{suffix}" for k in range(2, 10_000)))
    return next(candidate for candidate in candidates if candidate not in taken)
