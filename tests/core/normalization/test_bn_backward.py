"""The backward pass of a BN, node by node: three ways to each gradient, and gradcheck."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.norms import NORMS
from core.normalization.bn_backward import NODES, SCALARS, BnBackwardFrame, BnBackwardSpec
from core.normalization.run_bn_backward import autograd, chain_rule, closed_form, forward
from core.parameters import Reason, SpecError


def backward(**fields: Any) -> BnBackwardFrame:
    frame = last_frame(Run(EXPERIMENTS["bn_backward"], BnBackwardSpec(**fields), "cpu"))
    assert isinstance(frame, BnBackwardFrame)
    return frame


def row(frame: BnBackwardFrame, of: str, node: str) -> Any:
    values = getattr(frame, of)[NODES.index(node)]
    return values[0] if node in SCALARS else values


def test_the_golden_case() -> None:
    frame = backward()
    expected = [-1.3416354, -0.4472118, 0.4472118, 1.3416354]
    np.testing.assert_allclose(row(frame, "forward", "shifted"), expected, atol=5e-8)
    for way in ("gradient", "closed_form", "autograd"):
        dx = [0.2683303, -0.3577684, -0.0894434, 0.1788815]
        np.testing.assert_allclose(row(frame, way, "x"), dx, atol=5e-8)
        assert row(frame, way, "gamma") == pytest.approx(-1.3416354, abs=5e-8)
        assert row(frame, way, "beta") == 1


@given(
    st.lists(st.floats(-100, 100), min_size=2, max_size=12),
    st.integers(0, 2**31),
    st.floats(-3, 3),
    st.floats(-3, 3),
    st.floats(-6, 0),
)
def test_every_node_has_one_gradient_whichever_way_it_is_found(
    values: list[float], seed: int, gamma: float, beta: float, exponent: float
) -> None:
    x, eps = np.array(values), 10**exponent
    dy = np.random.default_rng(seed).normal(size=len(x))
    value = forward(x, gamma, beta, eps)
    one = chain_rule(value, dy)
    two, three = closed_form(x, dy, gamma, eps), autograd(x, dy, gamma, beta, eps)
    # Largest factor on the way is 1/s³; x̂Σ(dy x̂) cancels up to m terms of it.
    assume(value["variance"] == 0 or value["variance"] > 1e-12)
    steep = (1 + abs(gamma)) * (1 + float(value["inverse"])) ** 3 * (1 + np.abs(x).max()) ** 2
    for node in NODES:
        for other in (two, three):
            np.testing.assert_allclose(one[node], other[node], rtol=1e-9, atol=1e-13 * steep)


@pytest.mark.parametrize("node", [n for n in NODES if n not in ("gamma", "beta")])
def test_autograd_itself_is_right_at_every_node_by_finite_differences(node: str) -> None:
    """Perturb the node and run the rest of the graph, without any formula for gradients."""
    x, dy, eps = np.array([0.3, -1.2, 2.5]), np.array([0.7, -0.4, 1.9]), 0.01
    found = autograd(x, dy, 1.5, 0.5, eps)[node]

    def loss(change: np.ndarray[Any, Any]) -> float:
        add = {name: 0.0 if name != node else change for name in NODES}
        v = x + add["x"]
        mean = v.mean() + add["mean"]
        centered = v - mean + add["centered"]
        variance = (centered**2 + add["squared"]).mean() + add["variance"]
        root = np.sqrt(variance + eps) + add["root"]
        hat = centered * (1 / root + add["inverse"]) + add["normalized"]
        return float(((1.5 * hat + add["scaled"] + 0.5 + add["shifted"]) * dy).sum())

    step = 1e-6
    for i in range(1 if node in SCALARS else 3):
        change = np.zeros(() if node in SCALARS else 3)
        change[() if node in SCALARS else i] = step
        slope = (loss(change) - loss(-change)) / (2 * step)
        assert slope == pytest.approx(np.atleast_1d(found)[i], rel=1e-6, abs=1e-8)


def test_a_gradient_of_ones_would_show_nothing() -> None:
    ones = backward(upstream="1, 1, 1, 1")
    np.testing.assert_allclose(row(ones, "gradient", "x"), 0, atol=1e-15)
    default = BnBackwardSpec(values="5, 1, 2")
    assert default.upstream == "1, 0, 0"
    assert np.abs(row(backward(values="5, 1, 2"), "gradient", "x")).min() > 0.01


def test_one_number_stands_in_the_first_column() -> None:
    frame = backward()
    for k, node in enumerate(NODES):
        for way in (frame.forward, frame.gradient, frame.closed_form, frame.autograd):
            assert np.isfinite(way[k]).sum() == (1 if node in SCALARS else 4)
    assert (frame.difference < 1e-14).all()
    assert np.isfinite(frame.difference).all()


def test_a_constant_batch_has_a_gradient_too() -> None:
    frame = backward(values="3, 3, 3", eps=1e-4)
    gain = 1 / np.sqrt(1e-4)
    np.testing.assert_allclose(row(frame, "gradient", "x"), gain * np.array([2, -1, -1]) / 3)
    assert (frame.difference < 1e-9).all()


@pytest.mark.parametrize("key", NORMS)
def test_the_norms_of_the_comparison_can_be_trained_through(key: str) -> None:
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(2, 4, 2, 3, generator=generator, dtype=torch.float64, requires_grad=True)
    gamma = torch.randn(4, generator=generator, dtype=torch.float64, requires_grad=True)
    beta = torch.randn(4, generator=generator, dtype=torch.float64, requires_grad=True)
    inputs = (x, gamma, beta) if NORMS[key].center else (x, gamma)

    def apply(*given: torch.Tensor) -> torch.Tensor:
        shift = given[2] if len(given) > 2 else 0.0
        return NORMS[key].apply(given[0], groups=2, gamma=given[1], beta=shift, eps=1e-3).output

    assert torch.autograd.gradcheck(apply, inputs)


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"values": "1"}, "values", Reason.TOO_FEW),
        ({"values": ""}, "values", Reason.TOO_FEW),
        ({"values": ", ".join("1" * 13)}, "values", Reason.TOO_MANY),
        ({"values": "1, x"}, "values", Reason.NOT_NUMBERS),
        ({"upstream": "1, 0, 0"}, "upstream", Reason.TOO_FEW),
        ({"upstream": "1, 0, 0, 0, 0"}, "upstream", Reason.TOO_MANY),
        ({"upstream": "1 2 3 4"}, "upstream", Reason.NOT_NUMBERS),
    ],
)
def test_what_is_no_small_batch_is_refused(
    fields: dict[str, str], field: str, reason: Reason
) -> None:
    with pytest.raises(SpecError) as caught:
        BnBackwardSpec(**fields)  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.reason) == (field, reason)
    assert caught.value.accepted


def test_another_number_of_values_brings_its_gradient_along() -> None:
    spec = BnBackwardSpec().adapt(upstream="0.5, 1, 0, 2")
    assert spec.adapt(values="4, 3, 2, 1").upstream == "0.5, 1, 0, 2"
    assert spec.adapt(values="4, 3").upstream == "1, 0"
    assert spec.adapt(values="4, 3").adapt(values="4, 3, 1").upstream == "1, 0, 0"
    with pytest.raises(SpecError):
        spec.adapt(values="4")
