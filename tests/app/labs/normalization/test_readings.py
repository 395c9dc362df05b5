"""What Normalization's readings say: causes, and their own table's numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.labs.normalization.compare_readings import normalization
from app.labs.normalization.readings import bn_backward, norm_training, weight_scale
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.normalization.bn_backward import BnBackwardSpec
from core.normalization.norm_training import NormTrainingSpec
from core.normalization.normalization import NormalizationSpec
from core.normalization.weight_scale import WeightScaleSpec
from core.parameters import Spec


def frame_of(spec: Spec) -> Any:
    return last_frame(Run(EXPERIMENTS[spec.key], spec, "cpu"))


def said(**fields: Any) -> str:
    spec = NormalizationSpec(**fields)
    return "\n".join(normalization(spec, frame_of(spec)).sentences)


@pytest.mark.parametrize(
    ("numbers", "wanted"),
    [
        ("16777216, 16777217", "1 of the distinct values would be lost"),
        ("1e39, 1", "1 values are too large for float32"),
        ("1e30, -1e30", "computed in float64"),
        ("5, 5, 5, 5", "torch.nn is off"),
    ],
)
def test_the_cause_is_named_from_the_input(numbers: str, wanted: str) -> None:
    text = said(source="numbers", numbers=numbers)
    assert wanted in text
    assert "hole" not in text
    assert "NaN" not in text


def test_a_hole_is_named_from_the_shape() -> None:
    text = said(source="noise", layout="dense", batch=1)
    assert "Batch norm [N] is undefined: a single sample" in text
    assert "Instance norm [–] is undefined" in text


def test_nothing_is_said_of_gn_1_where_the_formula_is_a_wrong_one() -> None:
    assert "LN is GN(1)" in said(source="digits", batch=2)
    assert "LN is GN(1)" not in said(source="digits", batch=2, variant="unbiased")


def test_rms_norm_has_no_mean() -> None:
    spec = NormalizationSpec(source="digits", batch=2)
    rows = {row[0]: row for row in normalization(spec, frame_of(spec)).rows}
    assert rows["RMS norm [C, H, W]"][2] == "–"


def test_a_files_axes_are_said_and_name_the_norms(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.random.default_rng(0).normal(size=(2, 4, 6)))
    fields: dict[str, Any] = {"source": "file", "path": str(tmp_path / "x.npy")}
    assert "Read as [N, T, D] tokens." in said(**fields)
    spec = NormalizationSpec(axes="ncl", **fields)
    reading = normalization(spec, frame_of(spec))
    assert reading.sentences[0] == "Input: 2 x 4 x 6"
    rows = reading.rows
    assert [row[0].split(" norm ")[1] for row in rows] == [
        *("[N, L]", "[C, L]", "[L]", "[C/G, L]", "[C, L]"),
    ]


def test_what_is_done_to_a_picture_is_said(tmp_path: Path) -> None:
    Image.new("RGBA", (20, 20)).save(tmp_path / "a.png")
    text = said(source="images", images=str(tmp_path / "a.png"), batch=1, size=16)
    assert "over white" in text


# The backward pass


def test_a_constant_upstream_hides_the_path_through_the_variance_and_not_that_of_the_mean() -> None:
    spec = BnBackwardSpec(values="1, 2, 3, 4", upstream="1, 1, 1, 1")
    frame = frame_of(spec)
    np.testing.assert_allclose(frame.gradient[0], 0, atol=1e-12)
    rows = dict(zip(frame.nodes, zip(frame.forward, frame.gradient, strict=True), strict=True))
    without_mean = rows["inverse"][0][0] * rows["normalized"][1]
    np.testing.assert_allclose(without_mean, 0.894, atol=1e-3)
    through_variance = rows["variance"][1][0]
    assert abs(through_variance) < 1e-12, "which a mistake there could not change"
    (_, sentence) = bn_backward(spec, frame).sentences
    assert "path through the mean would show" in sentence


def test_an_upstream_at_right_angles_to_the_output_checks_no_variance() -> None:
    spec = BnBackwardSpec(values="1, 2, 3", upstream="0, 1, 0")
    assert "not checked" in bn_backward(spec, frame_of(spec)).sentences[1]
    spec = BnBackwardSpec()
    assert len(bn_backward(spec, frame_of(spec)).sentences) == 1


# Training


def test_what_batches_do_is_read_from_the_table_itself() -> None:
    spec = NormTrainingSpec(norms="bn, gn", depth=1, width=2, epochs=1, samples=64)
    one = frame_of(spec)
    errors = np.array([[0.05, 0.1, 0.1, 0.1, 0.1, 0.13], [0.2, 0.1, 0.1, 0.1, 0.1, 0.08]])
    shape = errors.shape
    frame = replace(
        one,
        values=(32, 16, 8, 4, 2, 1),
        final_error=errors,
        final_errors=errors[None],
        diverged=np.zeros(shape, bool),
        trained=np.ones(shape, bool),
    )
    varied = spec.replace(vary="batch", scale_rate=False)
    text = "\n".join(norm_training(varied, frame).sentences)
    assert "BN 5 %, 13 %; GN 20 %, 8 %" in text
    assert "8 x 8" in text
    assert "128 values" in text, "at depth 1 nothing is pooled before the norm"
    assert "helps" not in text
    deep = "\n".join(norm_training(varied.replace(depth=4), frame).sentences)
    assert "2 x 2" in deep


def test_the_second_layers_input_is_measured_for_both_places() -> None:
    spec = NormTrainingSpec(vary="placement", norms="bn", epochs=1, samples=512)
    frame = frame_of(spec)
    np.testing.assert_allclose(frame.passed_mean[0], [0.399, 0], atol=0.02)
    np.testing.assert_allclose(frame.passed_std[0], [0.584, 1], atol=0.04)
    text = "\n".join(norm_training(spec, frame).sentences)
    assert "mean 0.4, std 0.58" in text


# Scaled weights


@pytest.mark.parametrize(
    ("factor", "eps", "reason"),
    [(1000.0, 1.0, "σ² of Wx itself"), (1e-4, 1e-5, "a²σ² is no longer far above ε")],
)
def test_the_reason_why_a_scale_shows_is_on_the_side_where_epsilon_counts(
    factor: float, eps: float, reason: str
) -> None:
    spec = WeightScaleSpec(factor=factor, eps=eps)
    assert reason in weight_scale(spec, frame_of(spec)).sentences[0]
