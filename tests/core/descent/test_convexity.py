"""The convexity experiment: its four answers agree with each other and with the registry."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.descent.convexity import ConvexityFrame, ConvexitySpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.surfaces.surfaces import SURFACES, compile_surface


def ask(**fields: Any) -> tuple[ConvexitySpec, ConvexityFrame]:
    spec = ConvexitySpec(**fields)
    frame = last_frame(Run(EXPERIMENTS["convexity"], spec))
    assert isinstance(frame, ConvexityFrame)
    return spec, frame


@pytest.mark.parametrize("key", SURFACES)
def test_a_convex_surface_answers_yes_and_any_other_shows_a_witness(key: str) -> None:
    spec, frame = ask(surface=key, resolution=61)
    convex = SURFACES[key].convex
    assert frame.stated_convex == convex
    assert np.isnan(frame.witness).all() == convex
    if convex:
        assert frame.chord_holds
        assert frame.jensen_holds
        assert (frame.pieces, frame.pieces_clear) == (1, True)
        assert np.isnan(frame.leaving).all()
        assert frame.semidefinite.all()
    else:
        compiled = compile_surface(spec)
        a, b, worst = frame.witness
        t = float(np.linalg.norm(worst - a) / np.linalg.norm(b - a))
        line = (1 - t) * compiled.at(*a)[0] + t * compiled.at(*b)[0]
        assert compiled.at(*worst)[0] > line


def test_the_weight_moves_jensens_point_along_the_chord() -> None:
    for weight in (0.0, 0.25, 1.0):
        _, frame = ask(surface="sphere", weight=weight, a_x=-2, a_y=1, b_x=2, b_y=3)
        mean = (-2 + 4 * weight, 1 + 2 * weight)
        assert tuple(frame.mean) == pytest.approx(mean)
        assert frame.of_mean == pytest.approx(mean[0] ** 2 + mean[1] ** 2)
        assert frame.mean_of == pytest.approx((1 - weight) * 5 + weight * 13)
        assert frame.jensen_holds


def test_a_level_is_seen_before_its_pieces_are_counted_and_a_second_time_at_once() -> None:
    spec = ConvexitySpec(surface="rastrigin", level=0.29, resolution=31)
    first, last = (frame for frame in Run(EXPERIMENTS["convexity"], spec) if frame is not None)
    assert isinstance(first, ConvexityFrame)
    assert isinstance(last, ConvexityFrame)
    assert (first.step, first.pieces, last.step, last.pieces) == (0, -1, 1, 61)
    for name, array in first.arrays().items():
        if not name.startswith("pieces"):
            np.testing.assert_array_equal(array, last.arrays()[name])
    (again,) = (frame for frame in Run(EXPERIMENTS["convexity"], spec) if frame is not None)
    assert again.arrays()["pieces"] == 61


def test_a_sub_level_set_is_the_share_of_the_domain_that_was_asked_for() -> None:
    _, frame = ask(surface="himmelblau", level=0.03)
    assert frame.sublevel.mean() == pytest.approx(0.03, abs=0.002)
    assert frame.pieces == 4
    a, b, outside = frame.leaving
    compiled = compile_surface(ConvexitySpec())
    assert max(compiled.at(*a)[0], compiled.at(*b)[0]) <= frame.level
    assert compiled.at(*outside)[0] > frame.level


def test_the_ends_of_the_chord_follow_the_surface() -> None:
    spec = ConvexitySpec(surface="branin")
    assert (spec.a_x, spec.b_x) == (-2, 7)
    moved = spec.adapt(surface="sphere")
    assert (moved.a_x, moved.b_x) == (-3, 3)


def test_a_chord_of_a_narrow_domain_has_its_ends_within_it() -> None:
    narrow = ConvexitySpec(x_low=0.0078125, x_high=0.00781251)
    assert 0.0078125 <= narrow.a_x <= narrow.b_x <= 0.00781251
