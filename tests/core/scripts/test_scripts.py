"""Scripts, run as a person would run them: their numbers are the run's."""

from __future__ import annotations

import ast
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.parameters import Spec, SpecError
from core.scripts import script_of
from core.scripts.descent.expression import torch_lines
from core.scripts.writing import WIDTH
from core.surfaces.compiled import compile_formula
from tests.cases.case import Settings, case
from tests.core.scripts.formatting import reformatted

CASES: dict[str, tuple[str, Settings]] = {
    f"{key}-{name}": (key, settings)
    for key in EXPERIMENTS
    for name, settings in case(key).scripts.items()
}


def spec_of(key: str, settings: Settings) -> Any:
    return EXPERIMENTS[key].spec.from_text(settings)


def run_script(text: str) -> dict[str, Any]:
    """The names that a script leaves behind."""
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(text, "<script>", "exec"), names)
    return names


def found(names: dict[str, Any], name: str) -> np.ndarray[Any, Any] | None:
    """An array of the script by its documented name, as a variable or in ``arrays``."""
    value = names.get("arrays", {}).get(name, names.get(name))
    if value is None or callable(value) or isinstance(value, dict):
        return None
    return (
        np.array([np.asarray(v) for v in value]) if isinstance(value, list) else np.asarray(value)
    )


def shaped(got: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """What was wanted in the script's shape: without y where there is one variable, and without
    the single pixel of a dense batch."""
    if got.size == wanted.size:
        return wanted.reshape(got.shape)
    assert got.shape == (*wanted.shape[:-1], 1)
    return wanted[..., :1]


def tolerance(key: str, name: str, spec: Spec) -> tuple[float, float]:
    """How far an array may be off, as part of the largest value, and the share that may be off by
    more."""
    for loose in case(key).loose:
        if re.fullmatch(loose.names, name) and loose.when(spec):
            return loose.part, loose.share
    return case(key).rounded, 0.0


@pytest.mark.parametrize(("key", "settings"), CASES.values(), ids=CASES)
def test_the_numbers_are_the_panels(key, settings, capsys):
    spec = spec_of(key, settings)
    names = run_script(script_of(spec))
    assert capsys.readouterr().out.strip()
    frame = last_frame(Run(EXPERIMENTS[key], spec, "cpu")).arrays()
    compared = 0
    for name, wanted in case(key).held(spec, frame).items():
        got = found(names, name)
        if got is None:
            assert _may_miss(key, name, wanted), name
            continue
        if wanted.dtype.kind not in "fiub":
            assert got.tolist() == wanted.tolist()
            continue
        part, share = tolerance(key, name, spec)
        _compare(got.astype(float), shaped(got, wanted).astype(float), part, share, name)
        compared += 1
    assert compared >= 3


def _compare(got: Any, wanted: Any, part: float, share: float, name: str) -> None:
    size = np.abs(wanted[np.isfinite(wanted)]).max(initial=0.0)
    atol = max(part * size, 1e-12) if part < 1 else 1e-5
    near = np.isclose(got, wanted, rtol=1e-9, atol=atol, equal_nan=True)
    assert (~near).mean() <= share if near.size else True, (name, got[~near][:5], wanted[~near][:5])


def _may_miss(key: str, name: str, wanted: Any) -> bool:
    """Whether a script may be without that array: by name, or since there is nothing in it."""
    if re.fullmatch(case(key).left_out, name) or case(key).empty(name, wanted):
        return True
    return wanted.size == 0 or (wanted.dtype.kind == "f" and bool(np.isnan(wanted).all()))


def test_every_experiment_has_cases_of_its_script():
    assert {key for key, _ in CASES.values()} == set(EXPERIMENTS)


# ---- files of a person's own ---------------------------------------------------------------------


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.npy"
    np.save(path, np.random.default_rng(0).normal(3, 2, (40, 5)).astype(np.float32))
    return str(path)


@pytest.mark.parametrize(
    ("key", "settings"),
    [
        ("activations", {"width": "12", "samples": "30", "input": "file", "preprocess": "min_max"}),
        ("preprocessing", {"source": "file"}),
        ("normalization", {"source": "file"}),
    ],
)
def test_a_persons_own_rows(key, settings, rows, capsys):
    test_the_numbers_are_the_panels(key, {**settings, "path": rows}, capsys)


def test_a_persons_own_pictures(tmp_path, capsys):
    random = np.random.default_rng(0)
    for name, size in (("a.png", (40, 60, 3)), ("b.jpg", (2100, 2200, 3))):
        Image.fromarray(random.integers(0, 256, size, np.uint8)).save(tmp_path / name)
    settings = {"source": "images", "images": str(tmp_path), "batch": "3", "size": "16"}
    test_the_numbers_are_the_panels("normalization", settings, capsys)


# ---- what the text is like -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [script_of(spec_of(*case)) for case in CASES.values()]


def test_it_imports_nothing_of_ours(texts):
    for text in texts:
        imported = {
            name.split(".")[0]
            for node in ast.walk(ast.parse(text))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        allowed = {"torch", "numpy", "math", "collections"}
        allowed |= {"PIL"} if "PICTURES" in text else set()
        allowed |= {"scipy"} if "qmc.Sobol" in text or "stats.ttest" in text else set()
        assert imported <= allowed
        assert imported & {"torch", "numpy"}


def test_it_is_formatted_and_no_line_is_too_long(texts, tmp_path):
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.py").write_text(text, encoding="utf-8")
        long = [line for line in text.splitlines() if len(line) > WIDTH and ".npz" not in line]
        assert not [line for line in long if ".jpg" not in line]
    assert reformatted(tmp_path) == ""


def test_it_names_nothing_that_it_does_not_use(texts):
    """No dead constant, function or import: whatever is bound at the top is read somewhere."""
    for text in texts:
        tree = ast.parse(text)
        read = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id.isupper()
                and isinstance(n.ctx, ast.Load)}  # fmt: skip
        bound = {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name) and target.id.isupper()
        }
        called = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        defined = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        assert bound <= read
        assert defined <= called


FORMULAS = [
    "-x^2 + +y - -x*y",
    "2^-x^2 + (x^2)^y/3 - x^(y - 1)^2",
    "1/(x*y)/2 - x/(y/2) - (x - (y - 1))",
    "e^(x*pi) + sqrt(2)*abs(-3)*abs(x) + tanh(x^0.5)",
    "x^+--2 + 1e-3**y**2 - y^-(2*x)",
    CASES["descent-long"][1]["formula"],
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_typed_formula_keeps_its_value(formula, tmp_path):
    body = "def surface(x, y):\n" + "\n".join(torch_lines(formula)) + "\n"
    (tmp_path / "formula.py").write_text(body)
    names: dict[str, Any] = {"torch": torch, "math": math}
    exec(body, names)
    x, y = np.random.default_rng(0).uniform(0.1, 2, (2, 50))
    got = names["surface"](torch.tensor(x), torch.tensor(y)).numpy()
    np.testing.assert_allclose(got, compile_formula(formula).value(x, y), rtol=1e-12)
    assert reformatted(tmp_path) == ""


def test_it_runs_in_a_bare_process(tmp_path):
    path = tmp_path / "race.py"
    spec = spec_of("descent", {"steps": "5", "surface": "logistic_regression"})
    path.write_text(script_of(spec), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", str(path)],
        cwd=tmp_path, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "adam" in done.stdout


def test_what_is_scipys_is_left_out_in_words():
    text = script_of(spec_of("descent", CASES["descent-scipy's left out"][1]))
    assert "Left out" in text
    assert "bfgs and conjugate_gradient" in " ".join(text.replace("#", " ").split())
    alone = script_of(spec_of("descent", {"optimizers": "bfgs", "steps": "5"}))
    assert run_script(alone)["names"] == ["lbfgs"]


@pytest.mark.parametrize(
    ("key", "settings"),
    [
        ("descent", {"surface": "formula", "formula": "log(x)", "start_x": "-1"}),
        ("descent", {"surface": "formula", "formula": "1 + 1"}),
        ("heights", {"surface": "formula", "formula": "sqrt(-1 - x^2)"}),
        ("tangent", {"surface": "formula", "formula": "log(x)", "point_x": "-1"}),
        ("activations", {"input": "file"}),
        ("preprocessing", {"source": "file", "path": "nowhere.npy"}),
        ("normalization", {"source": "images", "images": "nowhere"}),
        ("normalization", {"source": "numbers", "numbers": "1e200, 1"}),
    ],
)
def test_what_a_run_refuses_is_refused(key, settings):
    spec = spec_of(key, settings)
    with pytest.raises(SpecError) as of_script:
        script_of(spec)
    with pytest.raises(SpecError) as of_run:
        last_frame(Run(EXPERIMENTS[key], spec, "cpu"))
    assert of_script.value.args[:4] == of_run.value.args[:4]


def test_a_script_says_where_its_data_lie():
    text = script_of(spec_of("training", {}))
    (path,) = re.findall(r'DIGITS = "(.*)"', text)
    assert Path(path).is_file()
