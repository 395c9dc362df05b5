"""Recorded arithmetic: the code it becomes computes the same, whatever it may overwrite."""

import operator
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.surfaces.recorded import DecisionError, Scalar, Value
from core.surfaces.tensor_code import write

BINARY = (operator.add, operator.sub, operator.mul, operator.truediv)
NUMBERS = (-1, 1, 2, 0.25, 3.0)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(st.data())
def test_any_arithmetic_is_computed_as_it_stands(data: st.DataObject) -> None:
    """Random sums, products and quotients of what came before, with shared parts and outputs."""
    numbers = np.random.default_rng(data.draw(st.integers(0, 999))).uniform(0.5, 2, (3, 7))
    recorded: list[Any] = [Value("input"), Value("input"), Value("input"), Scalar("t")]
    exact: list[Any] = [*(torch.tensor(v) for v in numbers), 1.7]
    names = ("a", "b", "c", "t")
    inputs = dict(zip(names, recorded, strict=True))
    for _ in range(data.draw(st.integers(1, 12))):
        one = data.draw(st.integers(0, len(exact) - 1))
        match data.draw(st.integers(0, 3)):
            case 0:
                number = data.draw(st.sampled_from(NUMBERS))
                sign = data.draw(st.sampled_from(BINARY))
                operands = (one, None) if data.draw(st.booleans()) else (None, one)
                made = [
                    sign(*(number if k is None else among[k] for k in operands))
                    for among in (recorded, exact)
                ]
            case 1:
                power = data.draw(st.sampled_from((2, 3, -1, 5, -2)))
                made = [among[one] ** power for among in (recorded, exact)]
            case _:
                other = data.draw(st.integers(0, len(exact) - 1))
                sign = data.draw(st.sampled_from(BINARY))
                made = [sign(among[one], among[other]) for among in (recorded, exact)]
        # What cancels, or overflows, is right to no digit.
        size = torch.as_tensor(made[1]).abs()
        assume(bool((size > 1e-3).all() and (size < 1e6).all()))
        recorded.append(made[0])
        exact.append(made[1])
    chosen = data.draw(st.lists(st.integers(0, len(exact) - 1), min_size=1, max_size=4))
    spent = data.draw(st.sets(st.sampled_from("abc")))
    into = [f"out{k}" for k in range(len(chosen))] if data.draw(st.booleans()) else []

    given_ = [v.clone() if isinstance(v, torch.Tensor) else v for v in exact[:4]]
    targets = [torch.empty(7, dtype=torch.float64) for _ in into]
    code = write(inputs, sorted(spent), [recorded[k] for k in chosen], into)
    pool: list[torch.Tensor] = []
    found = code.bind(given_[0])(pool, *given_, *targets)

    for k, one in zip(chosen, found, strict=True):
        wide = [torch.as_tensor(v, dtype=torch.float64).expand(7) for v in (one, exact[k])]
        torch.testing.assert_close(*wide, rtol=1e-9, atol=0)
    for name, v, kept in zip("abc", given_, exact, strict=False):
        if name not in spent:
            torch.testing.assert_close(v, kept, rtol=0, atol=0)
    tensors = [v for v in found if isinstance(v, torch.Tensor)]
    held = [v.data_ptr() for v in (*tensors, *pool)]
    assert len(set(held)) == len(held), "no buffer is handed out twice"
    assert not {v.data_ptr() for n, v in zip("abc", given_, strict=False) if n not in spent} & set(
        held
    )


def calls(record: Any, *spent: str) -> list[str]:
    """The torch calls of the code that some arithmetic on a, b, c becomes."""
    a, b, c, t = Value("input"), Value("input"), Value("input"), Scalar("t")
    source = write({"a": a, "b": b, "c": c, "t": t}, spent, [record(a, b, c, t)]).source
    return [line.strip() for line in source.splitlines() if "out=" in line]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (lambda a, b, c, t: a - 2 * b, "torch.add(a, b, alpha=-2, out=b0)"),
        (lambda a, b, c, t: a + 2 * b * c, "torch.addcmul(a, b, c, value=2, out=b0)"),
        (lambda a, b, c, t: a - t * (b / c), "torch.addcdiv(a, b, c, value=(t * -1), out=b0)"),
        (lambda a, b, c, t: a + 0.5 * (b - a), "torch.lerp(a, b, 0.5, out=b0)"),
        (lambda a, b, c, t: 0.75 * a + 0.25 * b, "torch.lerp(a, b, 0.25, out=b0)"),
        (lambda a, b, c, t: 3 * a - 1, "torch.add(k0, a, alpha=3, out=b0)"),
        (lambda a, b, c, t: a**0.5, "torch.sqrt(a, out=b0)"),
    ],
)
def test_what_torch_does_in_one_call_is_one(record: Any, expected: str) -> None:
    assert calls(record) == [expected]


def test_what_is_spent_is_written_over() -> None:
    assert calls(lambda a, b, c, t: a + b, "a") == ["torch.add(a, b, out=a)"]
    assert calls(lambda a, b, c, t: (a * b) / c, "b", "c")[-1] == "torch.div(b, c, out=b)"


def test_nothing_can_be_decided_on_what_is_only_recorded() -> None:
    for one in (Scalar("t"), Value("input")):
        for decide in (bool, lambda v: v < 1, lambda v: v >= 1, lambda v: max(v, 2.0)):
            with pytest.raises(DecisionError):
                decide(one)
