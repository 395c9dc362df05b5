"""What is written of a panel: every file is opened again and compared with what was drawn."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageSequence
from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app import theme
from app.export import drawing, films, orders
from app.export.exporter import Exporter
from app.export.inset import legends
from app.export.orders import FORMATS, Order, sources, why_not
from app.export.svg import bake
from app.export.vectors import vectors
from app.job import ComputeThread
from app.labs.activations import signal_pictures
from app.labs.activations.panel import ActivationsPanel
from app.labs.descent.panel import DescentPanel
from app.labs.normalization.panel import NormalizationPanel
from app.panel.panel import Panel
from app.widgets.exhibit import captions, exhibits
from app.widgets.ridges import Ridges
from core.descent.descent import DescentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.histogram import octave_edges
from core.normalization.normalization import NormalizationSpec
from core.signals.activations import ActivationsSpec
from core.signals.measured import Measured
from tests.app.frames import report_of
from tests.patience import SOON

SVG = "{http://www.w3.org/2000/svg}"

FFMPEG = """#!{python}
import json, pathlib, sys
data = sys.stdin.buffer.read()
pathlib.Path(sys.argv[-1]).write_text(json.dumps({{"arguments": sys.argv[1:], "bytes": len(data)}}))
"""
BROKEN_FFMPEG = """#!{python}
import sys
print("Something about a codec", file=sys.stderr)
print("Unknown encoder 'x'", file=sys.stderr)
sys.exit(1)
"""
STUCK_FFMPEG = """#!{python}
import time
import zlib
time.sleep(600)
"""


@pytest.fixture
def descent(qtbot: QtBot, compute: ComputeThread) -> Iterator[DescentPanel]:
    made = DescentPanel(compute.worker)
    spec = DescentSpec(surface="booth", optimizers="gd,momentum,adam", steps=60)  # type: ignore[arg-type]
    yield from shown(qtbot, made, spec)


@pytest.fixture
def normalization(qtbot: QtBot, compute: ComputeThread) -> Iterator[NormalizationPanel]:
    yield from shown(qtbot, NormalizationPanel(compute.worker), NormalizationSpec(batch=2, size=16))


def shown(qtbot: QtBot, panel: Any, spec: Any) -> Iterator[Any]:
    qtbot.addWidget(panel)
    panel.set_spec(spec)
    panel.resize(1280, 800)
    with qtbot.waitExposed(panel, timeout=SOON):
        panel.show()
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    panel.player.show_end()
    yield panel
    panel.hide()


@pytest.fixture
def exporter(compute: ComputeThread) -> Iterator[Exporter]:
    parent = QObject()
    made = Exporter(compute.worker, parent)
    yield made
    made.cancel()


def order(panel: Panel, widget: QWidget, path: Path, **changes: Any) -> Order:
    found = sources(panel, widget)
    parts: dict[str, Any] = {
        "panel": panel,
        "widget": widget,
        "caption": "A picture",
        "format": FORMATS[path.suffix[1:]],
        "path": path,
        "size": widget.size(),
        "source": found[0] if found else "",
        "seconds": 1.0,
        "rate": 10,
    }
    return Order(**{**parts, **changes})


def write(qtbot: QtBot, exporter: Exporter, wanted: Order) -> Path:
    """Export and wait; a failure fails the test."""
    said: list[str] = []
    exporter.failed.connect(lambda _, sentence: said.append(sentence))
    with qtbot.waitSignals([(exporter.finished, "finished")], timeout=SOON, raising=not said):
        exporter.start(wanted)
    assert said == []
    assert not exporter.busy
    assert leftovers(wanted.path.parent) == []
    return wanted.path


def refused(qtbot: QtBot, exporter: Exporter, wanted: Order) -> str:
    """Export what cannot be written; the sentence that says so."""
    with qtbot.waitSignal(exporter.failed, timeout=SOON) as told:
        exporter.start(wanted)
    assert not exporter.busy
    return str(told.args[1])


def seen(widget: QWidget) -> np.ndarray[Any, Any]:
    """[rows, columns, 3] what the screen shows of it."""
    return pixels_of(widget.grab().toImage())


def pixels_of(image: QImage) -> np.ndarray[Any, Any]:
    image = image.convertToFormat(QImage.Format.Format_RGBX8888)
    pixels = np.frombuffer(bytes(image.constBits()), np.uint8)
    return pixels.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def leftovers(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir() if entry.name.startswith(".")]


def sections(path: Path) -> tuple[list[str], dict[str, list[list[str]]]]:
    notes: list[str] = []
    found: dict[str, list[list[str]]] = {}
    title, empty = "", False
    for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"))):
        if row and row[0].startswith("# "):
            if empty:
                title = row[0][2:]
                found[title] = []
            else:
                notes.append(row[0][2:])
        elif row:
            found[title].append(row)
        empty = not row
    return notes, found


def numbers(rows: list[list[str]], column: int) -> np.ndarray[Any, Any]:
    return np.array([float(row[column]) for row in rows[1:]])


# ---- pictures ------------------------------------------------------------------------------------


def test_a_png_at_the_screens_size_is_what_the_screen_shows(descent, exporter, qtbot, tmp_path):
    path = write(qtbot, exporter, order(descent, descent, tmp_path / "panel.png"))
    with Image.open(path) as picture:
        assert picture.size == (1280, 800)
        assert picture.info["dpi"] == pytest.approx((96, 96), rel=1e-3)
        ours = np.asarray(picture.convert("RGB")).astype(int)
    assert (np.abs(ours - seen(descent)).max(axis=2) > 8).mean() < 0.002


def test_a_png_for_print_has_its_size_its_dpi_and_where_it_came_from(
    descent, exporter, qtbot, tmp_path
):
    chart = descent.charts.loss
    size = QSize(1890, round(1890 * chart.height() / chart.width()))
    wanted = order(descent, chart, tmp_path / "loss.png", size=size, dpi=300.0)
    with Image.open(write(qtbot, exporter, wanted)) as picture:
        assert picture.size == (size.width(), size.height())
        assert picture.info["dpi"] == pytest.approx((300, 300), rel=1e-3)
        assert picture.text["Title"] == "A picture"  # type: ignore[attr-defined]
        meta: dict[str, Any] = json.loads(picture.text["Description"])  # type: ignore[attr-defined]
        assert DescentSpec.from_json(meta["spec"]) == descent.spec


def test_enlarged_lines_grow_and_stay_sharp(descent, exporter, qtbot, tmp_path):
    """Not hairlines, as pyqtgraph's pens would be, and no enlarged pixels."""
    chart = descent.charts.loss
    shown = theme.series_color(0)
    color = np.array([shown.red(), shown.green(), shown.blue()])
    share = []
    for scale in (1, 4):
        wanted = order(descent, chart, tmp_path / f"{scale}.png", size=scale * chart.size())
        picture = np.asarray(Image.open(write(qtbot, exporter, wanted)).convert("RGB")).astype(int)
        share.append((np.abs(picture - color).max(axis=2) < 12).mean())
    assert share[1] > 0.6 * share[0] > 0
    assert share[1] < 2.5 * share[0]


def test_light_for_print_leaves_the_window_as_it_was(descent, exporter, qtbot, tmp_path, qapp):
    theme.install(qapp, "dark")
    descent.retheme()
    for _ in range(3):  # axes find their width while they are painted
        descent.grab()
        qapp.processEvents()
    before = seen(descent)
    wanted = order(descent, descent, tmp_path / "light.png", light=True)
    with Image.open(write(qtbot, exporter, wanted)) as picture:
        pixels = np.asarray(picture.convert("L"))
    assert np.median(pixels) > 150
    assert (pixels[:, :280] < 60).mean() < 0.3  # the controls too
    assert theme.current().key == "dark"
    changed = np.abs(seen(descent) - before).max(axis=2) > 8
    # A path's points are thinned by pixels, and axes that were laid out anew may round one.
    assert changed.mean() < 1e-4


def frames_of(film: Any) -> int:
    """Pillow's type for an opened picture does not know it."""
    return int(film.n_frames)


def svg_of(qtbot, exporter, descent, widget, path, **changes) -> ElementTree.Element:
    return ElementTree.parse(
        write(qtbot, exporter, order(descent, widget, path, **changes))
    ).getroot()


def test_an_svg_holds_its_texts_its_lines_and_its_size(descent, exporter, qtbot, tmp_path):
    chart = descent.charts.loss
    root = svg_of(qtbot, exporter, descent, chart, tmp_path / "loss.svg", length=("16cm", "12cm"))
    assert (root.get("width"), root.get("height")) == ("16cm", "12cm")
    assert root.get("viewBox") == f"0 0 {chart.width()} {chart.height()}"
    said = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    for words in ("GD", "Momentum", "Adam", "step", "loss above the minimum"):
        assert words in said
    assert root.findtext(f"{SVG}title") == "A picture"
    assert json.loads(root.findtext(f"{SVG}desc") or "")["experiment"] == "descent"
    strokes = {group.get("stroke") for group in root.iter(f"{SVG}g") if group.get("stroke")}
    assert {pen.color().name() for pen in chart._pens} <= strokes
    assert not list(root.iter(f"{SVG}image"))
    assert list(root.iter(f"{SVG}clipPath"))


def test_curves_of_an_svg_are_in_its_own_coordinates(descent, exporter, qtbot, tmp_path):
    """Half of the programs that read it know no vector-effect."""
    chart = descent.charts.loss
    root = svg_of(qtbot, exporter, descent, chart, tmp_path / "loss.svg")
    text = ElementTree.tostring(root, encoding="unicode")
    assert "vector-effect" not in text
    color = theme.series_color(0).name()
    longest = max(
        (path.get("d", "") for group in root.iter(f"{SVG}g") if group.get("stroke") == color
         for path in group.iter(f"{SVG}path")),
        key=len,
    )  # fmt: skip
    places = np.array(
        [[float(a), float(b)] for a, b in re.findall(r"([-\d.]+),([-\d.]+)", longest)]
    )
    assert len(places) == 61
    assert (places[:, 0] > 0).all()
    assert (places[:, 0] < chart.width()).all()
    frame = report_of(descent, "descent").frame
    losses = np.log10(np.maximum(frame.losses[0] - frame.lowest, 1e-16))
    slope, offset = np.polyfit(losses, places[:, 1], 1)
    np.testing.assert_allclose(places[:, 1], slope * losses + offset, atol=0.01)


def test_an_svg_looks_like_the_picture(descent, exporter, qtbot, tmp_path):
    for name, widget in (("surface", descent.surface.widget), ("loss", descent.charts.loss)):
        path = tmp_path / f"{name}.svg"
        write(qtbot, exporter, order(descent, widget, path))
        renderer = QSvgRenderer(str(path))
        assert renderer.isValid()
        image = QImage(widget.size(), QImage.Format.Format_RGBX8888)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        assert np.abs(pixels_of(image) - seen(widget)).mean() < 6, name


def test_every_picture_of_every_page_can_be_drawn_and_read_again(
    descent, normalization, exporter, qtbot
):
    for panel in (descent, normalization):
        for page in panel.pages:
            panel.show_page(page.key)
            qtbot.waitUntil(lambda panel=panel: not panel.busy, timeout=SOON)
            found = exhibits(panel)
            assert len(set(captions(found))) == len(found) > 0
            for widget, caption in zip(found, captions(found), strict=True):
                assert caption.strip(), (page.key, widget)
                sketch = drawing.Sketch(widget, widget.size() * 2)
                assert list(sketch.turns())
                picture = sketch.finish()
                assert picture.size == (2 * widget.width(), 2 * widget.height())
                assert len(picture.getcolors(1 << 24) or []) > 1, (page.key, caption)
                if not why_not(panel, widget, FORMATS["svg"]):
                    document = bake(vectors(widget))
                    assert QSvgRenderer(document).isValid(), (page.key, caption)


def test_a_larger_surface_has_a_legend_on_its_own_ground(descent, exporter, qtbot, tmp_path):
    surface = descent.surface.widget
    wanted = order(descent, surface, tmp_path / "a.png", size=surface.size() * 2, legend=True)
    with Image.open(write(qtbot, exporter, wanted)) as picture:
        corner = np.asarray(picture.convert("RGB"))[40:44, -60:-50].astype(int)
    with legends(surface, "A picture"):
        there = seen(surface)[20:22, -30:-25]
    assert np.abs(corner.mean(axis=(0, 1)) - there.mean(axis=(0, 1))).max() < 6


def test_a_histograms_file_says_whose_it_is(qtbot, compute, exporter, tmp_path):
    panel: Any = ActivationsPanel(compute.worker)
    panels = shown(qtbot, panel, ActivationsSpec(depth=3, width=32, samples=64))
    next(panels)
    found: list[Any] = exhibits(panel)
    for number, widget in enumerate(found[:2]):
        caption = captions(found)[number]
        assert caption.startswith("AB"[number])
        path = tmp_path / f"{number}.svg"
        wanted = order(panel, widget, path, caption=caption, legend=True)
        texts = ElementTree.parse(write(qtbot, exporter, wanted)).getroot().iter(f"{SVG}text")
        assert caption in "".join("".join(text.itertext()) for text in texts)
        assert not widget.plot.titleLabel.isVisible()
    (layer,) = (w for w, name in zip(found, captions(found), strict=True) if name == "Layer 1")
    assert [name for name, _, _ in layer.legend_entries()] == ["A", "B"]
    list(panels)


def test_a_chart_whose_axes_do_not_say_what_it_shows_has_its_name(
    qtbot, compute, exporter, tmp_path
):
    """In the file alone: on the screen it would take the curves' room."""
    panel: Any = ActivationsPanel(compute.worker)
    panels = shown(qtbot, panel, ActivationsSpec(depth=3, width=32, samples=64))
    next(panels)
    panel.show_page("functions")
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    zigzag = panel.functions.widget.zigzag
    path, caption = tmp_path / "zigzag.svg", zigzag.caption()
    wanted = order(panel, zigzag, path, caption=caption, legend=True)
    texts = ElementTree.parse(write(qtbot, exporter, wanted)).getroot().iter(f"{SVG}text")
    assert caption == "The zig-zag of two weights"
    assert caption in "".join("".join(text.itertext()) for text in texts)
    assert not zigzag.plot.titleLabel.isVisible()
    list(panels)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_surfaces_file_has_a_legend_and_the_screen_none(
    descent, exporter, qtbot, tmp_path, suffix
):
    surface = descent.surface.widget
    names = [name for name, _, _ in surface.legend_entries()]
    assert names == ["GD", "Momentum", "Adam"]
    before = seen(surface)
    wanted = order(descent, surface, tmp_path / f"a.{suffix}", caption="Booth", legend=True)
    path = write(qtbot, exporter, wanted)
    assert (np.abs(seen(surface) - before).max(axis=2) > 8).mean() < 1e-3
    if suffix == "png":
        with Image.open(path) as picture:
            ours = np.asarray(picture.convert("RGB")).astype(int)
        differs = np.argwhere(np.abs(ours - before).max(axis=2) > 8)
        assert len(differs) > 1000
        assert differs[:, 0].max() < 0.3 * surface.height()  # only in the upper right corner
        assert differs[:, 1].min() > 0.35 * surface.width()
    elif suffix == "svg":
        texts = ElementTree.parse(path).getroot().iter(f"{SVG}text")
        said = "".join("".join(text.itertext()) for text in texts)
        assert all(word in said for word in ("Booth", *names)), said


# ---- numbers -------------------------------------------------------------------------------------


def test_a_charts_csv_has_the_frames_own_numbers(descent, exporter, qtbot, tmp_path):
    wanted = order(descent, descent.charts.loss, tmp_path / "loss.csv")
    notes, found = sections(write(qtbot, exporter, wanted))
    frame = descent.jobs.report("descent").frame
    rows = found["loss above the minimum"]
    assert rows[0] == ["step", "GD", "Momentum", "Adam"]
    np.testing.assert_array_equal(numbers(rows, 0), np.arange(61))
    for k in range(3):
        np.testing.assert_array_equal(numbers(rows, k + 1), frame.losses[k] - frame.lowest)
    assert "surface: booth" in notes
    assert "optimizers: gd,momentum,adam" in notes
    assert "steps: 60" in notes


def test_a_long_curve_is_written_whole_though_it_is_drawn_thinned(
    descent, exporter, qtbot, tmp_path
):
    descent.set_spec(descent.spec.replace(steps=5000))
    qtbot.waitUntil(lambda: not descent.busy, timeout=SOON)
    _, found = sections(
        write(qtbot, exporter, order(descent, descent.charts.loss, tmp_path / "loss.csv"))
    )
    frame = descent.jobs.report("descent").frame
    np.testing.assert_array_equal(
        numbers(found["loss above the minimum"], 2), frame.losses[1] - frame.lowest
    )
    assert len(descent.charts.loss.curves[1].getOriginalDataset()[0]) < 2000


def test_the_surfaces_csv_has_paths_heights_and_contours(descent, exporter, qtbot, tmp_path):
    _, found = sections(
        write(qtbot, exporter, order(descent, descent.surface.widget, tmp_path / "surface.csv"))
    )
    race, field = descent.jobs.report("descent").frame, descent.jobs.report("heights").frame
    for k in range(3):
        for axis in range(2):
            column = numbers(found["paths"], 1 + 2 * k + axis)
            np.testing.assert_array_equal(column, race.positions[k, :, axis])
    heights = np.array([[float(cell) for cell in row[1:]] for row in found["heights"][1:]])
    np.testing.assert_array_equal(heights, field.heights)
    assert [float(cell) for cell in found["heights"][0][1:]] == field.x.tolist()
    lines = found["contour lines"]
    assert numbers(lines, 0).max() == len(field.breaks)
    np.testing.assert_array_equal(numbers(lines, 1), field.lines[:, 0])


def test_a_mosaics_csv_has_every_pixel(normalization, exporter, qtbot, tmp_path):
    mosaic = normalization.compare.widget.mosaics["bn"]
    _, found = sections(write(qtbot, exporter, order(normalization, mosaic, tmp_path / "bn.csv")))
    values = normalization.jobs.report("normalization").frame.bn
    assert len(found) == values.shape[0] * values.shape[1]
    rows = found["sample 2, channel 3"]
    written = np.array([[np.float32(cell) for cell in row[1:]] for row in rows[1:]])
    np.testing.assert_array_equal(written, values[1, 2])


def test_ridges_csv_has_every_count(qtbot, compute, exporter, tmp_path):
    spec = ActivationsSpec(depth=3, width=32, samples=64)
    panels = shown(qtbot, ActivationsPanel(compute.worker), spec)
    panel = next(panels)
    ridges = panel.signals["forward"].widget.ridges[1]
    _, found = sections(write(qtbot, exporter, order(panel, ridges, tmp_path / "b.csv")))
    frame = panel.jobs.report("activations").frame
    (rows,) = found.values()
    assert rows[0] == ["values", "h, from", "h, to", "layer 1", "layer 2", "layer 3"]
    bins = len(frame.edges) - 1
    assert [row[0] for row in rows[1 : bins + 1]] == ["bin"] * bins
    np.testing.assert_array_equal(numbers(rows, 2)[:bins], frame.edges[1:])
    for layer in range(3):
        np.testing.assert_array_equal(numbers(rows, 3 + layer)[:bins], frame.b.counts[layer])
    list(panels)


@pytest.mark.parametrize("page", ["forward", "backward", "weights"])
def test_a_layers_column_of_a_ridges_csv_adds_up_to_all_its_values(
    qtbot, compute, exporter, tmp_path, page
):
    """ReLU's zeros, and what lies beyond the bins at either side."""
    width, samples = 32, 64
    spec = ActivationsSpec(
        depth=3, width=width, samples=samples, activation="relu", init_a="normal", std_a=3.0,
        init_b="kaiming_normal",
    )  # fmt: skip
    panels = shown(qtbot, ActivationsPanel(compute.worker), spec)
    panel = next(panels)
    panel.show_page(page)
    values = width * (width if page == "weights" else samples)
    signals = panel.signals[page].widget
    for scale in range(signals.scale.count() if page == "forward" else 1):
        signals.scale.setCurrentIndex(scale)
        for k, side in enumerate("ab"):
            target = order(panel, signals.ridges[k], tmp_path / f"{side}{scale}.csv")
            _, found = sections(write(qtbot, exporter, target))
            (rows,) = found.values()
            for layer in range(3):
                assert numbers(rows, 3 + layer).sum() == values
            named = {row[0]: float(row[3]) for row in rows[1:] if row[0] != "bin"}
            if page == "forward":
                frame = panel.jobs.report("activations").frame
                assert ("exactly zero" in named) == (scale == 1)
                measured = getattr(frame, side)
                if scale:
                    assert named["exactly zero"] == measured.zero[0] > 0.4 * values
                else:
                    assert named["above the bins"] == measured.above[0] > 0
    list(panels)


def test_what_no_bin_of_magnitudes_holds_is_told_apart(qtbot):
    """Octaves below the drawn ones and above them are not mixed up."""
    octaves = np.zeros((1, 255), int)
    octaves[0, [100, 126, 127, 140]] = 5, 100, 200, 7
    nothing = np.zeros(1)
    measured = Measured(
        mean=nothing, std=nothing, rms=nothing, median=nothing, octaves=octaves,
        zero=np.array([11]), nonfinite=np.array([3]),
    )  # fmt: skip
    drawn, edges = octaves[:, 126:128], np.log10(octave_edges()[126:129])
    undrawn = signal_pictures._undrawn(measured, False, drawn, edges)
    ridges = Ridges(0)
    qtbot.addWidget(ridges)
    ridges.show_layers(edges, drawn, [""], undrawn=undrawn)
    (table,) = ridges.tables()
    (_, words), (_, low), (_, high), (_, counts) = table.columns
    rows = zip(low, high, counts, strict=True)
    found = {str(word): row for word, row in zip(words, rows, strict=True)}
    assert found["exactly zero"] == (-np.inf, -np.inf, 11)
    assert found["below the bins"] == (-np.inf, edges[0], 5)
    assert found["above the bins"] == (edges[-1], np.inf, 7)
    assert found["not finite"][2] == 3
    assert counts.sum() == octaves.sum() + 14


def test_a_picture_without_numbers_of_its_own_writes_its_whole_frame(
    normalization, exporter, qtbot, tmp_path
):
    normalization.show_page("running_statistics")
    qtbot.waitUntil(lambda: not normalization.busy, timeout=SOON)
    gauge = normalization.running.widget.gauge
    _, found = sections(write(qtbot, exporter, order(normalization, gauge, tmp_path / "g.csv")))
    frame = normalization.jobs.report("running_statistics").frame
    rows = found["gauge_mean"]
    again = np.array([[float(cell) for cell in row[1:]] for row in rows[1:]])
    np.testing.assert_array_equal(again, np.asarray(frame.gauge_mean, float))


@pytest.mark.parametrize("source", ["descent", "heights"])
def test_an_npz_is_what_the_command_line_writes(descent, exporter, qtbot, tmp_path, source):
    assert sources(descent, descent.surface.widget) == ["descent", "heights"]
    wanted = order(descent, descent.surface.widget, tmp_path / "run.npz", source=source)
    with np.load(write(qtbot, exporter, wanted), allow_pickle=False) as stored:
        meta = json.loads(str(stored["meta"]))
        assert meta["experiment"] == source
        experiment = EXPERIMENTS[source]
        run = Run(experiment, experiment.spec.from_json(meta["spec"]), meta["device"])
        arrays = last_frame(run).arrays()
        assert set(stored.files) == {"meta", *arrays}
        for name, array in arrays.items():
            np.testing.assert_array_equal(stored[name], array, err_msg=name)
    from core.results import describe

    described = describe(run, 0.0)
    assert meta.keys() == described.keys()
    assert {**meta, "seconds": 0.0} == described


def test_numbers_are_those_of_the_frame_that_is_drawn(descent, exporter, qtbot, tmp_path, compute):
    """While a hand moves, the form is ahead of the picture."""
    drawn = descent.spec
    descent.book.specs = {**descent.specs, "descent": drawn.replace(steps=77)}
    wanted = order(descent, descent.charts.loss, tmp_path / "loss.npz")
    with np.load(write(qtbot, exporter, wanted), allow_pickle=False) as stored:
        assert stored["losses"].shape == (3, 61)
        assert json.loads(str(stored["meta"]))["spec"]["steps"] == 60


# ---- films ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("suffix", "rate"), [("gif", 10), ("gif", 30), ("webp", 24)])
def test_a_film_has_its_frames_its_length_and_what_was_shown(
    descent, exporter, qtbot, tmp_path, suffix, rate
):
    descent.transport.move_to(17)
    wanted = order(descent, descent.surface.widget, tmp_path / f"race.{suffix}", rate=rate)
    steps: list[tuple[int, int]] = []
    exporter.progressed.connect(lambda step, total: steps.append((step, total)))
    with Image.open(write(qtbot, exporter, wanted)) as film:
        assert frames_of(film) == rate
        assert film.size == (descent.surface.widget.width(), descent.surface.widget.height())
        lasts, shown = [], []
        for frame in ImageSequence.Iterator(film):
            frame.load()  # of a WebP only then the frame's time is known
            lasts.append(frame.info["duration"])
            shown.append(np.asarray(frame.convert("RGB")).astype(int))
    assert sum(lasts) == 1000
    assert descent.transport.step == 17
    assert [step for step, _ in steps] == sorted({step for step, _ in steps})
    assert steps[-1][0] >= steps[-1][1] - 2
    for moment, picture in ((0, shown[0]), (60, shown[-1])):
        descent.transport.move_to(moment)
        assert (np.abs(picture - seen(descent.surface.widget)).max(axis=2) > 24).mean() < 0.01
    assert (np.abs(shown[0] - shown[-1]).max(axis=2) > 24).mean() > 0.001


@pytest.mark.parametrize("suffix", ["gif", "webp"])
def test_every_frame_of_a_film_has_the_legend(descent, exporter, qtbot, tmp_path, suffix):
    surface = descent.surface.widget
    films = []
    for legend in (False, True):
        path = tmp_path / f"{legend}.{suffix}"
        wanted = order(descent, surface, path, rate=3, legend=legend)
        with Image.open(write(qtbot, exporter, wanted)) as film:
            frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(film)]
        films.append(np.array([np.asarray(frame).astype(int) for frame in frames]))
    with legends(surface, "A picture"):
        there = seen(surface)
    differs = np.abs(there - seen(surface)).max(axis=2) > 40  # the legend's words and frame
    assert differs.sum() > 500
    for plain, dressed in zip(*films, strict=True):
        assert (np.abs(dressed - plain).max(axis=2) > 30)[differs].mean() > 0.8


def test_a_backward_pass_is_filmed_node_by_node(normalization, exporter, qtbot, tmp_path):
    normalization.show_page("bn_backward")
    qtbot.waitUntil(lambda: not normalization.busy, timeout=SOON)
    graph = normalization.backward.widget.graph
    wanted = order(normalization, graph, tmp_path / "graph.webp", rate=25)
    with Image.open(write(qtbot, exporter, wanted)) as film:
        different = {frame.convert("RGB").tobytes() for frame in ImageSequence.Iterator(film)}
    assert len(different) == 25  # nothing, then twelve nodes forward and twelve backward


def test_a_training_is_filmed_over_its_measurements(qtbot, compute, exporter, tmp_path):
    panel = ActivationsPanel(compute.worker)
    panels = shown(qtbot, panel, ActivationsSpec(depth=3, width=32, samples=64))
    next(panels)
    assert panel.player.animation() is None
    training = panel.specs["training"].adapt(steps=40, cadence=5, rates=1)
    panel.set_specs({**panel.specs, "training": training})
    panel.show_page("training")
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    histograms = panel.training.widget.over_time.histograms
    with Image.open(
        write(qtbot, exporter, order(panel, histograms, tmp_path / "h.webp", rate=5))
    ) as film:
        assert frames_of(film) == 5
        assert len({f.convert("RGB").tobytes() for f in ImageSequence.Iterator(film)}) > 1
    assert (
        panel.training.widget.over_time.scrub.value()
        == panel.training.widget.over_time.scrub.maximum()
    )
    list(panels)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts a program called ffmpeg on the PATH, which has nothing else."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(text: str) -> Path:
        path = folder / "ffmpeg"
        path.write_text(text.format(python=sys.executable))
        path.chmod(0o755)
        return path

    return put


def test_an_mp4_is_made_by_the_ffmpeg_of_the_path(descent, exporter, qtbot, tmp_path, program):
    program(FFMPEG)
    picture = descent.surface.widget
    size = QSize(picture.width() // 2 | 1, picture.height() // 2 | 1)
    path = write(
        qtbot, exporter, order(descent, picture, tmp_path / "race.mp4", size=size, rate=12)
    )
    heard = json.loads(path.read_text())
    across, down = size.width() - 1, size.height() - 1
    assert heard["bytes"] == 12 * across * down * 3
    arguments = heard["arguments"]
    assert arguments[arguments.index("-s") + 1] == f"{across}x{down}"
    assert arguments[arguments.index("-r") + 1] == "12"
    assert Path(arguments[-1]).parent == tmp_path  # beside the file whose name it takes
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_what_ffmpeg_complains_of_is_told(descent, exporter, qtbot, tmp_path, program):
    program(BROKEN_FFMPEG)
    path = tmp_path / "race.mp4"
    said = refused(qtbot, exporter, order(descent, descent.surface.widget, path))
    assert said == f"{path} could not be written: ffmpeg: Unknown encoder 'x'"
    assert not path.exists()
    assert leftovers(tmp_path) == []


SILENT_FFMPEG = """#!{python}
import sys
sys.stdin.buffer.read()
"""


def test_an_ffmpeg_that_writes_nothing_has_failed(descent, exporter, qtbot, tmp_path, program):
    program(SILENT_FFMPEG)
    path = tmp_path / "race.mp4"
    said = refused(qtbot, exporter, order(descent, descent.surface.widget, path))
    assert said == f"{path} could not be written: ffmpeg wrote nothing"
    assert not path.exists()


@pytest.mark.parametrize("path", ["", ".", "bin"])
def test_no_ffmpeg_of_the_current_folder_is_run(tmp_path, program, monkeypatch, path):
    program(FFMPEG)
    (tmp_path / "programs" / "bin").symlink_to(tmp_path / "programs")
    monkeypatch.chdir(tmp_path / "programs")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", path)
    assert films.ffmpeg() is None


def test_a_stuck_ffmpeg_holds_nobody_and_can_be_given_up(
    descent, exporter, qtbot, tmp_path, program, compute
):
    program(STUCK_FFMPEG)
    exporter.start(order(descent, descent, tmp_path / "race.mp4"))
    qtbot.waitUntil(lambda: leftovers(tmp_path) != [], timeout=SOON)
    descent.set_spec(descent.spec.replace(steps=61))  # the compute thread is free
    with qtbot.waitSignal(exporter.failed, timeout=SOON) as told:
        qtbot.waitUntil(lambda: not descent.busy, timeout=SOON)
    assert "was changed while it was filmed" in told.args[1]
    qtbot.waitUntil(lambda: leftovers(tmp_path) == [], timeout=SOON)
    assert not (tmp_path / "race.mp4").exists()


def test_without_ffmpeg_mp4_says_what_it_needs(descent, program, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert films.ffmpeg() is None
    assert "ffmpeg" in why_not(descent, descent, FORMATS["mp4"])
    assert why_not(descent, descent, FORMATS["gif"]) == ""
    assert "pip install" in why_not(descent, descent, FORMATS["mp4"])
    with monkeypatch.context() as packaged:
        packaged.setattr(sys, "frozen", True, raising=False)
        assert "pip" not in why_not(descent, descent, FORMATS["mp4"])
    program(FFMPEG)
    assert why_not(descent, descent, FORMATS["mp4"]) == ""


def test_the_ffmpeg_of_the_optional_package_is_found(tmp_path, program, monkeypatch):
    binaries = tmp_path / "imageio_ffmpeg" / "binaries"
    binaries.mkdir(parents=True)
    (binaries.parent / "__init__.py").touch()
    (binaries / "README.md").touch()
    binary = binaries / "ffmpeg-linux-v7"
    binary.touch(0o755)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert films.ffmpeg() == str(binary)


# ---- giving up, and what cannot be ---------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["gif", "webp"])
def test_a_film_that_is_given_up_leaves_nothing(descent, exporter, qtbot, tmp_path, suffix):
    kept = tmp_path / f"race.{suffix}"
    kept.write_bytes(b"what was there before")
    descent.transport.move_to(23)
    with qtbot.waitSignal(exporter.progressed, timeout=SOON):
        exporter.start(order(descent, descent.surface.widget, kept, seconds=60.0))
    assert leftovers(tmp_path) != []
    with qtbot.waitSignal(exporter.stopped, timeout=SOON):
        exporter.cancel()
    qtbot.waitUntil(lambda: leftovers(tmp_path) == [], timeout=SOON)
    assert kept.read_bytes() == b"what was there before"
    assert descent.transport.step == 23
    assert not exporter.busy
    write(qtbot, exporter, order(descent, descent.surface.widget, tmp_path / "next.png"))


def test_a_film_waits_while_its_panel_is_not_looked_at(descent, exporter, qtbot, tmp_path):
    wanted = order(descent, descent.surface.widget, tmp_path / "race.webp", seconds=2.0)
    with qtbot.waitSignal(exporter.progressed, timeout=SOON):
        exporter.start(wanted)
    descent.hide()
    qtbot.wait(150)
    assert exporter.busy
    with qtbot.waitSignal(exporter.finished, timeout=SOON):
        descent.show()
    with Image.open(wanted.path) as film:
        assert frames_of(film) == 20


@pytest.mark.parametrize("suffix", ["png", "svg", "csv", "npz", "gif"])
def test_a_folder_that_is_not_there_is_told_in_a_sentence(
    descent, exporter, qtbot, tmp_path, suffix
):
    path = tmp_path / "gone" / f"picture.{suffix}"
    said = refused(qtbot, exporter, order(descent, descent.surface.widget, path))
    assert said == f"{path} could not be written: No such file or directory"
    write(qtbot, exporter, order(descent, descent.surface.widget, tmp_path / "next.csv"))


def test_a_full_disk_leaves_what_was_there(descent, exporter, qtbot, tmp_path, monkeypatch):
    def full(file: Any) -> None:
        raise OSError(28, "No space left on device")

    kept = tmp_path / "loss.png"
    kept.write_bytes(b"before")
    monkeypatch.setattr("core.results.settle", full)
    said = refused(qtbot, exporter, order(descent, descent.surface.widget, kept))
    assert said == f"{kept} could not be written: No space left on device"
    assert kept.read_bytes() == b"before"
    assert leftovers(tmp_path) == []


def test_what_a_picture_cannot_be_is_said(descent, normalization):
    assert "single picture" in why_not(descent, descent, FORMATS["svg"])
    for key in ("pdf", "csv"):
        assert f"{key.upper()} is of a single picture" in why_not(descent, descent, FORMATS[key])
    assert why_not(descent, descent.surface.widget, FORMATS["pdf"]) == ""
    assert "pixels" in why_not(descent, descent.solid.widget, FORMATS["pdf"])
    assert "pixels" in why_not(descent, descent.solid.widget, FORMATS["svg"])
    assert why_not(descent, descent, FORMATS["npz"]) == ""
    assert "Nothing on this page changes" in why_not(normalization, normalization, FORMATS["gif"])


def test_file_names_say_panel_and_picture_and_are_not_taken_twice(descent):
    name = orders.file_name(descent, "loss above the minimum over step", "png")
    assert name == "descent-loss-above-the-minimum-over-step.png"
    assert orders.file_name(descent, "损失 / 步", "png") == "descent-损失-步.png"
    taken = {"descent-a.png", "descent-a-2.png"}
    assert orders.file_name(descent, "A", "png", taken) == "descent-a-3.png"


def test_the_window_stays_usable_while_it_films(descent, exporter, qtbot, tmp_path):
    """Each turn is short; what else waits gets its turn between any two."""
    turns: list[float] = []
    ticks: list[float] = []
    real = exporter._turn

    def timed() -> None:
        began = time.perf_counter()
        real()
        turns.append(time.perf_counter() - began)

    exporter._timer.timeout.disconnect()
    exporter._timer.timeout.connect(timed)
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start()
    write(qtbot, exporter, order(descent, descent, tmp_path / "race.gif"))
    timer.stop()
    assert len(ticks) >= len(turns) / 2
    assert np.median(turns) < 0.05


# ---- PDF -----------------------------------------------------------------------------------------


def streams(document: bytes) -> list[bytes]:
    """What a PDF packs, unpacked."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL)
    return [zlib.decompressobj().decompress(part) for part in found if part[:1] == b"\x78"]


def test_a_pdf_is_one_page_of_its_size_with_lines_words_and_fonts(
    descent, exporter, qtbot, tmp_path
):
    chart = descent.charts.loss
    size = QSize(1200, round(1200 * chart.height() / chart.width()))
    wanted = order(descent, chart, tmp_path / "loss.pdf", size=size, dpi=300.0)
    document = write(qtbot, exporter, wanted).read_bytes()
    assert document.startswith(b"%PDF-")
    assert document.count(b"/MediaBox") == 1
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", document)
    assert box is not None
    assert float(box[1]) == 288  # 4 inches
    assert float(box[2]) == pytest.approx(288 * chart.height() / chart.width(), abs=1)
    assert b"/FontFile" in document
    assert b"/Subtype /Image" not in document
    packed = streams(document)
    drawn = max(packed, key=lambda part: part.count(b" l\n"))
    assert drawn.count(b" l\n") > 60
    color = chart._pens[0].color()
    parts = (color.redF(), color.greenF(), color.blueF())
    assert any(
        np.allclose([float(x) for x in found], parts, atol=1e-3)
        for found in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) SCN", drawn)
    )
    (settings,) = (part for part in packed if part.startswith(b"{"))
    assert json.loads(settings)["experiment"] == "descent"


def test_coordinates_of_a_pdf_stay_near_its_page(descent, exporter, qtbot, tmp_path):
    """Some readers bend lines that go far."""
    descent.set_spec(DescentSpec(surface="himmelblau", learning_rate=0.05))
    qtbot.waitUntil(lambda: not descent.busy, timeout=SOON)
    descent.player.show_end()
    wanted = order(descent, descent.surface.widget, tmp_path / "surface.pdf")
    drawn = max(streams(write(qtbot, exporter, wanted).read_bytes()), key=len)
    assert b" l\n" in drawn
    moves = re.findall(rb"(-?[\d.]+) (-?[\d.]+) [lm]\n", drawn)
    assert np.abs(np.array(moves, float)).max() < 2000
