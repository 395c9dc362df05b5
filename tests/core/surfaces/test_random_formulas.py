"""Formulas that nobody would type: each has a result or a refusal, and nothing else."""

import random

import numpy as np
import pytest
import torch

from core.scripts.descent.expression import torch_lines
from core.scripts.writing import WIDTH
from core.surfaces.compiled import compile_formula
from core.surfaces.formula import parse
from core.surfaces.notation import FUNCTIONS, SEVERAL, FormulaError
from core.surfaces.typeset import tex

ATOMS = ("x", "y") * 4 + ("pi", "e", "0", "1", "2", "0.5", "-1", "(1/3)", "64", "1e-150", "1e150")
EXPONENTS = ("0", "1", "2", "3", "5", "-1", "-2", "0.5", "(1/3)", "-0.5", "2.5", "64", "-64")


def formula(draw: random.Random, depth: int) -> str:
    """A formula with so many operations inside one another at most."""
    if depth <= 0 or draw.random() < 0.1:
        return draw.choice(ATOMS)
    inner = formula(draw, depth - 1)
    kind = draw.random()
    if kind < 0.3:
        name = draw.choice(FUNCTIONS)
        other = f", {formula(draw, depth - 2)}" if name in SEVERAL else ""
        return f"{name}({inner}{other})"
    if kind < 0.33:
        return f"|{inner}|"
    if kind < 0.36:
        return f"3{inner} sin²(y)"
    if kind < 0.4:
        return f"({inner})^{draw.choice(EXPONENTS)}"
    if kind < 0.45:
        return f"({inner})^({formula(draw, depth - 2)})"
    if kind < 0.5:
        return f"(-{inner})"
    return f"({inner} {draw.choice('+-*/')} {formula(draw, depth - 1)})"


def admitted(seed: int, count: int) -> list[str]:
    """Random formulas that pass the gate."""
    draw = random.Random(seed)
    found: list[str] = []
    while len(found) < count:
        text = formula(draw, draw.randint(1, 9))
        try:
            parse(text)
        except FormulaError:
            continue
        found.append(text)
    return found


@pytest.mark.parametrize("seed", range(8))
def test_an_admitted_formula_has_a_result_or_a_refusal(seed: int) -> None:
    """Any warning of numpy's or Python's is an error here."""
    values = np.array([-2.0, -0.3, 0.0, 1.0, 3.7])
    x, y = (g.ravel() for g in np.meshgrid(values, values))
    xs, ys = torch.tensor(x), torch.tensor(y)
    results = 0
    for text in admitted(seed, 60):
        assert tex(text)
        assert all(len(line) <= WIDTH for line in torch_lines(text))
        try:
            compiled = compile_formula(text)
        except FormulaError:
            continue
        results += 1
        for part in (compiled.value(x, y), *compiled.derivatives(x, y), *compiled.hessian(x, y)):
            assert (part.shape, part.dtype) == (x.shape, float), text
        assert all(type(part) is float for part in compiled.at(0.0, -2.0)), text
        slopes = torch.empty_like(xs), torch.empty_like(xs)
        compiled.torch_gradient(xs)([], xs, ys, *slopes)
        assert compiled.torch_value(xs, ys).shape == xs.shape
    assert results > 40
