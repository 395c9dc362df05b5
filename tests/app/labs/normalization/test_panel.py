"""Normalization: drawn from frames made by hand, and used as a person would."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.labs.normalization.panel import NormalizationPanel
from app.labs.normalization.view import NormalizationView
from app.labs.panels import PANELS
from app.words import labels
from tests.app import frames
from tests.app.hands import point_at, toggle
from tests.app.panels import on_screen, pixels, table
from tests.cases.case import case
from tests.cases.normalization import normalization as norms

SMALL: Any = case("normalization").panel


def test_normalization_draws_every_norm(show, still):
    panel = show(NormalizationPanel, still, norms.SPEC)
    frame = norms.frame()
    frames.draw(panel, "normalization", frame, sample=1, channel=5)
    assert set(panel.compare.widget.mosaics) == {"input", "bn", "ln", "in", "gn", "rms"}
    rows = table(panel.compare.widget.reading)
    assert [row[1] for row in rows] == ["8", "3", "24", "12", "3"]  # C, N, N·C, N·G, N groups
    assert rows[2][-2] == "3e-07"
    assert "3 x 8 x 8 x 8" in panel.compare.widget.reading.sentences.text()
    text = panel.compare.widget.pointer.text()
    assert "Sample 2, channel 6" in text
    # Of the numbered groups these are the ones that map (1, 5) belongs to.
    for name, mean in (("BN", "5"), ("LN", "1"), ("IN", "13"), ("GN", "6")):
        assert f"{name} μ {mean}," in text
    assert text.endswith("RMS 1"), "a root mean square, and no mean: it subtracts none"
    panel.grab()


@pytest.mark.parametrize(
    ("key", "rect"),
    [
        ("input", (5, 1, 1, 1)),
        ("bn", (5, 0, 1, 3)),
        ("ln", (0, 1, 8, 1)),
        ("in", (5, 1, 1, 1)),
        ("gn", (4, 1, 2, 1)),
        ("rms", (0, 1, 8, 1)),
    ],
)
def test_what_shares_a_mean_is_lit(show, still, key, rect):
    panel = show(NormalizationPanel, still, norms.SPEC)
    frames.draw(panel, "normalization", norms.frame(), sample=1, channel=5)
    lit = panel.compare.widget.mosaics[key].lit.rect()
    assert (lit.x(), lit.y(), lit.width(), lit.height()) == rect


def test_normalization_holes_are_drawn_and_said(show, still):
    panel = show(NormalizationPanel, still, norms.SPEC)
    frames.draw(panel, "normalization", norms.frame(hole=True))
    panel.grab()
    said = panel.compare.widget.reading.sentences.text()
    assert "2 values of the input are NaN or infinite" in said
    assert "is undefined" not in said, "by its shape it has a variance: what is NaN is the input"
    assert "100 %" in panel.compare.widget.histograms["in"].note.text()
    assert panel.compare.widget.histograms["ln"].note.text()
    assert not panel.compare.widget.histograms["gn"].note.text()
    assert table(panel.compare.widget.reading)[2][-2:] == ["–", "–"]


def test_a_view_beyond_a_smaller_batch_is_brought_back(show, still):
    panel = show(NormalizationPanel, still, norms.SPEC)
    frames.draw(panel, "normalization", norms.frame(), sample=60, channel=60)
    assert "Sample 3, channel 8" in panel.compare.widget.pointer.text()
    with pytest.raises(ValueError, match="sample=-5"):
        NormalizationView(sample=-5)


@pytest.fixture
def tensor(tmp_path):
    path = tmp_path / "a tensor.npy"
    np.save(path, np.random.default_rng(0).normal(3, 2, (4, 6, 5, 5)).astype(np.float32))
    return path


def test_normalization_as_a_person_uses_it(show, compute, settled, tmp_path, tensor):
    panel = show(NormalizationPanel, compute, SMALL)
    shown = panel.heard["normalization"]
    settled(panel)
    assert shown[-1].gn_group.mean.shape == (2, 4)

    # Groups are chosen from the divisors of the channels.
    groups = panel.form.control("groups").combo
    QTest.keyClick(groups, Qt.Key.Key_Down)
    settled(panel)
    assert panel.spec.groups == 8
    assert shown[-1].gn_group.mean.shape == (2, 8)
    toggle(panel.form.control("convolve").box)
    settled(panel)
    assert [groups.itemData(i) for i in range(groups.count())] == [1, 3]
    assert shown[-1].input.shape == (2, 3, 16, 16)

    # Pointing at a map lights what shares its mean, and says which mean that is.
    count = len(shown)
    mosaic = panel.compare.widget.mosaics["ln"]
    point_at(mosaic.viewport(), on_screen(mosaic, 2.5, 1.5))
    assert panel.view == NormalizationView(sample=1, channel=2)
    assert "Sample 2, channel 3" in panel.compare.widget.pointer.text()
    mean = shown[-1].ln_group.mean[1]
    assert f"LN μ {labels.number(mean)}" in panel.compare.widget.pointer.text()
    assert panel.compare.widget.mosaics["bn"].lit.rect().x() == 2
    assert len(shown) == count  # nothing was computed for it

    # A file of one's own is taken whole.
    assert panel.open_file(str(tensor))
    settled(panel)
    assert np.array_equal(shown[-1].input, np.load(tensor))
    assert panel.spec.groups in (1, 2, 3)
    assert [groups.itemData(i) for i in range(groups.count())] == [1, 2, 3, 6]
    assert float(shown[-1].difference.max()) < 1e-5

    # A broken one is said in words, in the strip and under the field; what was there stays.
    broken = tmp_path / "broken.npy"
    broken.write_bytes(b"\x93NUMPY not really")
    count = len(shown)
    assert panel.open_file(str(broken))
    settled(panel)
    assert panel.errors.isVisible()
    assert "broken" in panel.errors.label.text()
    assert str(broken) in panel.form.error("path")
    assert len(shown) == count
    assert pixels(panel.compare.widget.mosaics["bn"]) != set()

    # The next change recovers.
    panel.form.change(source="digits")
    settled(panel)
    assert not panel.errors.isVisible()
    assert panel.form.error("path") == ""
    assert shown[-1].input.shape[1] == 1
    assert not panel.open_file("song.mp3")


BAD_FILES = {
    "missing": (None, "does not exist"),
    "objects": (np.array([{}, []], dtype=object), "Python objects"),
    "text": (np.array(["a", "b"]), "not real numbers"),
    "complex": (np.zeros((1, 1, 2, 2), complex), "not real numbers"),
    "five axes": (np.zeros((1, 3, 3, 3, 3)), "1x3x3x3x3"),
    "empty": (np.zeros((2, 0, 3, 3)), "2x0x3x3"),
    "too large": (np.full((1, 2, 1, 1), 1e200), "1e+200"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_makes_no_sense_gets_its_sentence(
    show, compute, settled, tmp_path, tensor, case
):
    array, words = BAD_FILES[case]
    path = tmp_path / f"{case}.npy"
    if array is not None:
        np.save(path, array, allow_pickle=True)
    panel = show(NormalizationPanel, compute, SMALL)
    shown = panel.heard["normalization"]
    settled(panel)
    assert panel.open_file(str(path))
    settled(panel)
    assert words in panel.errors.label.text()
    assert words in panel.form.error("path")
    count = len(shown)
    assert panel.open_file(str(tensor))
    settled(panel)
    assert len(shown) > count
    assert not panel.errors.isVisible()


def test_single_pixels_leave_instance_norm_a_hole(show, compute, settled, tmp_path):
    path = tmp_path / "pixels.npy"
    np.save(path, np.random.default_rng(0).normal(size=(8, 4, 1, 1)))
    panel = show(NormalizationPanel, compute, SMALL)
    settled(panel)
    panel.open_file(str(path))
    settled(panel)
    assert not panel.errors.isVisible()
    assert "Instance norm [H, W] is undefined" in panel.compare.widget.reading.sentences.text()
    panel.grab()


def test_a_tensor_of_nan_and_infinity_is_drawn(show, compute, settled, tmp_path):
    values = np.random.default_rng(0).normal(size=(2, 4, 6, 6))
    values[0, 0, 0, 0], values[1, 2, 3, 3] = np.nan, np.inf
    path = tmp_path / "nan.npy"
    np.save(path, values)
    panel = show(NormalizationPanel, compute, SMALL)
    settled(panel)
    panel.open_file(str(path))
    settled(panel)
    panel.grab()
    assert not panel.errors.isVisible()
    said = panel.compare.widget.reading.sentences.text()
    assert "2 values of the input are NaN or infinite" in said


def test_a_file_that_was_changed_and_is_opened_again_is_read_again(show, compute, settled, tensor):
    panel = show(NormalizationPanel, compute, SMALL)
    shown = panel.heard["normalization"]
    panel.open_file(str(tensor))
    settled(panel)
    np.save(tensor, np.zeros((4, 6, 5, 5), np.float32))
    panel.open_file(str(tensor))
    settled(panel)
    assert not shown[-1].input.any()


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".csv", ".pt", ".PTH"])
def test_each_kind_of_array_file_is_opened_where_it_is_dropped(
    show, compute, settled, tmp_path, suffix
):
    path = tmp_path / f"rows{suffix}"
    rows = np.arange(12.0).reshape(4, 3)
    match suffix:
        case ".npy":
            np.save(path, rows)
        case ".npz":
            np.savez(path, title=np.array("x"), rows=rows, more=np.zeros((2, 2, 2)))
        case ".csv":
            np.savetxt(path, rows, delimiter=",", header="a,b,c", comments="")
        case _:
            torch.save({"rows": torch.tensor(rows)}, path)
    (entry,) = (entry for entry in PANELS if entry.key == "normalization")
    assert entry.has_use_for(str(path), in_front=False)
    panel = show(NormalizationPanel, compute, SMALL)
    settled(panel)
    assert panel.open_file(str(path))
    settled(panel)
    np.testing.assert_array_equal(panel.heard["normalization"][-1].input, rows)
    several = suffix == ".npz"
    assert panel.form.control("array").isHidden() is not several
    assert panel.form.control("axes").isHidden()
    if several:
        panel.form.change(array="more")
        settled(panel)
        assert panel.heard["normalization"][-1].input.shape == (4, 2)  # tokens
        assert not panel.form.control("axes").isHidden()
