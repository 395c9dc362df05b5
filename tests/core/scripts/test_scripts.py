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

from core.data.preprocessing import PREPROCESSINGS
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.activations import ACTIVATIONS
from core.layers.initializers import INITIALIZERS
from core.optimizers.optimizers import FIRST_ORDER, OPTIMIZERS
from core.parameters import Spec, SpecError
from core.scripts import script_of
from core.scripts.descent.expression import torch_lines
from core.scripts.writing import WIDTH
from core.surfaces.compiled import compile_formula
from core.surfaces.surfaces import SURFACES

RACERS = "gd,adam,rprop,newton,saddle_free_newton,lbfgs"
TREATED = (
    "gd:weight_decay=0.1:clip=2,sgd:noise=0.5,adam:schedule=cosine,adamw:schedule=inverse,"
    "radam:weight_decay=0.01,adamax:schedule=warmup,momentum:schedule=step:clip=5,nadam:beta1=0.5"
)
TORCHS = tuple(key for key in OPTIMIZERS if key not in ("bfgs", "conjugate_gradient"))
TYPED = "abs(x)^1.5 + exp(-x*y)/(1 + e^-(x)) + sqrt(2)*y^2 - -x*log(2) + cos(pi*y)^2"
LONG = "+".join(f"({k}*x - y^{k})^2*sin({k}*x*y + {k})" for k in range(1, 7))

RACES = {
    "default": {"steps": "25"},
    "every rule": {"optimizers": ",".join(FIRST_ORDER), "steps": "20", "surface": "rosenbrock",
                        "learning_rate": "0.001"},
    "treated": {"optimizers": TREATED, "steps": "25", "surface": "beale",
                "learning_rate": "0.003", "seed": "3"},
    "quadratic": {"surface": "quadratic", "condition": "30", "angle": "20", "steps": "20",
                  "optimizers": RACERS},
    "typed": {"surface": "formula", "formula": TYPED, "steps": "15",
              "optimizers": "gd,adam,rprop,lbfgs,damped_newton:damping=50"},
    "long": {"surface": "formula", "formula": LONG, "optimizers": "gd,newton", "steps": "4",
             "learning_rate": "1e-7"},
    "one variable": {"surface": "two_valleys", "optimizers": RACERS + ",sgd:noise=0.1",
                     "steps": "15"},
    "diverges": {"surface": "inflection", "optimizers": "gd:learning_rate=1,adam", "steps": "25"},
    "batches": {"surface": "tanh_net", "optimizers": "gd:batch=10,sgd:batch=1:noise=0.1,adam",
                "steps": "20", "seed": "5"},
    "sparse": {"surface": "sparse_regression", "optimizers": "adagrad:batch=7,gd", "steps": "20"},
    "digits": {"surface": "logistic_regression", "digit_a": "1", "digit_b": "7", "steps": "12",
               "optimizers": "gd,damped_newton,lbfgs,momentum:batch=30"},
    "samples": {"surface": "linear_regression", "budget": "samples", "steps": "450",
                "optimizers": "gd,gd:batch=8:schedule=cosine,newton,lbfgs"},
    "evaluations": {"budget": "evaluations", "steps": "31", "optimizers": RACERS},
    "tuned": {"surface": "rosenbrock", "tune": "true", "steps": "12",
              "optimizers": "gd,adam:clip=1,damped_newton"},
    "scipy's left out": {"optimizers": "bfgs,gd,conjugate_gradient", "steps": "10"},
}  # fmt: skip

NET = {"width": "12", "samples": "30", "depth": "3"}
TINY = {"samples": "64", "epochs": "2", "width": "4", "depth": "2"}
LEARN = {"depth": "2", "width": "10", "steps": "11", "batch": "40", "cadence": "2"}

OTHERS = {
    "heights": [
        *({"surface": key, "resolution": "9"} for key in SURFACES),
        {"scale": "linear", "contours": "5", "resolution": "20"},
        {"scale": "logarithmic", "resolution": "20", "surface": "rastrigin"},
        {"surface": "formula", "formula": "x*log(y)", "resolution": "12"},
    ],
    "tangent": [
        {},
        {"surface": "smooth_abs", "learning_rate": "0.3", "along": "downhill"},
        {"surface": "parabola"},
        {"surface": "logistic_regression", "along": "y"},
        {"surface": "saddle", "along": "x", "point_x": "30"},
    ],
    "convexity": [
        {"resolution": "30"},
        {"surface": "matyas", "resolution": "20"},
        {"surface": "cosine_valley", "resolution": "60", "weight": "0.2"},
        {"surface": "formula", "formula": "log(x)*y + sqrt(y)", "resolution": "20"},
    ],
    "basins": [
        {"resolution": "24", "steps": "40"},
        {"resolution": "16", "steps": "40", "surface": "two_valleys",
         "optimizer": "adam:learning_rate=0.1"},
        {"resolution": "16", "steps": "20", "surface": "rastrigin", "learning_rate": "0.003"},
        {"resolution": "12", "steps": "20", "surface": "formula", "optimizer": "rprop"},
        {"resolution": "12", "steps": "20", "surface": "tanh_net", "learning_rate": "0.3"},
    ],
    "rates": [
        *({"optimizer": key, "resolution": "8", "steps": "25"} for key in FIRST_ORDER),
        {"optimizer": "nesterov", "surface": "quadratic", "resolution": "8", "steps": "20"},
        {"optimizer": "gd", "surface": "cosine_valley", "resolution": "8", "x_high": "0.3"},
        {"optimizer": "adam", "x_parameter": "start_x", "y_parameter": "start_y",
         "surface": "linear_regression", "resolution": "8", "steps": "20"},
        {"optimizer": "adam", "x_parameter": "beta1", "y_parameter": "beta2", "steps": "20",
         "surface": "himmelblau", "resolution": "8"},
    ],
    "activations": [
        NET,
        *({**NET, "init_a": a, "init_b": b, "std_a": "0.1"} for a, b in
          zip([*INITIALIZERS][::2], [*INITIALIZERS][1::2], strict=False)),
        *({**NET, "activation": key, "init_a": "kaiming_normal_out", "bias": "0.2"}
          for key in ACTIVATIONS),
        *({**NET, "norm": norm, "norm_place": place, "residual": "true", "std": "0.3"}
          for norm in ("bn", "ln") for place in ("before", "after")),
        *({**NET, "input": "digits", "preprocess": key} for key in PREPROCESSINGS),
        {**NET, "seeds": "2", "init_c": "orthogonal", "seed": "4"},
        {**NET, "samples": "1", "norm": "bn"},
    ],
    "functions": [{"zigzag_steps": "20", "symmetry_steps": "30", "slope": "0.2"}],
    "preprocessing": [{"rows": "60"}, {"rows": "60", "held_out": "0"}, {"source": "digits"}],
    "training": [
        *({**LEARN, "optimizer": key, "learning_rate": "0.003"} for key in FIRST_ORDER),
        {**LEARN, "rates": "2", "activation": "relu", "init_b": "kaiming_uniform"},
        {**LEARN, "norm": "bn", "norm_place": "after", "residual": "true", "bias": "0.1",
         "side": "a", "std_a": "0.2", "preprocess": "whitened", "rate_changes": "4=0.001"},
        {**LEARN, "norm": "ln", "activation": "gelu", "init_b": "orthogonal"},
    ],
    "normalization": [
        {"batch": "2", "size": "16"},
        {"batch": "3", "size": "30", "convolve": "false"},
        *({"source": "digits", "batch": "4", "variant": v} for v in
          ("definition", "unbiased", "std_plus_eps", "dense_axes")),
        {"source": "noise", "batch": "3", "size": "8", "groups": "2", "offsets": "1, 2",
         "scales": "0.5", "gammas": "2, 3", "betas": "-1"},
        {"source": "noise", "layout": "dense", "batch": "5", "eps": "0.1"},
        {"source": "numbers", "numbers": "1, 2, 3, 4; 3, 5, 7, 9", "gamma": "2"},
        {"source": "numbers", "numbers": "1, 2, 3, 4; 3, 5, 7, 9", "layout": "dense"},
        {"source": "digits", "undo": "exact"},
        {"source": "digits", "undo": "notes", "eps": "0.1"},
    ],
    "running_statistics": [
        {"batches": "12", "fine_tuning": "6"},
        {"batches": "12", "fine_tuning": "6", "stream": "digits", "drift": "2", "momentum": "0.7"},
    ],
    "bn_backward": [{}, {"values": "2, 2.5, -3", "gamma": "2", "beta": "1", "eps": "0.1"}],
    "norm_training": [
        {**TINY, "norms": "none,bn,ln,in,gn,rms"},
        {**TINY, "norms": "bn", "placement": "after", "init_scale": "0.3"},
        {**TINY, "norms": "bn,gn", "seeds": "2"},
        {**TINY, "epochs": "1", "norms": "bn", "vary": "batch", "scale_rate": "true", "seeds": "2"},
        {**TINY, "epochs": "1", "norms": "bn", "vary": "batch", "scale_rate": "true",
         "learning_rate": "0.001"},
        *({**TINY, "epochs": "1", "width": "2", "norms": "none,bn", "vary": vary}
          for vary in ("learning_rate", "batch", "init_scale", "depth", "placement")),
    ],
    "weight_scale": [{"batch": "2"}, {"batch": "3", "norm": "gn", "negate": "true", "eps": "0.1"}],
}  # fmt: skip

CASES: dict[str, tuple[str, dict[str, str]]] = {
    **{f"descent-{name}": ("descent", settings) for name, settings in RACES.items()},
    **{
        f"{key}-{number}": (key, settings)
        for key, many in OTHERS.items()
        for number, settings in enumerate(many)
    },
}

LEFT_OUT = {
    "descent": r"optimizers|verdicts|evaluations|samples",
    "heights": "lines|breaks",  # contourpy's
    "convexity": "leaving|witness|stated_convex",  # found by searches, which the script names
    "activations": r"(z_|octave_)?edges|function_[zh]|._(.*octaves|.*median|.*zero|.*nonfinite|"
    r"(z_)?below|(z_)?above|theory_.*|unit_.*|z_mean|z_rms|z_counts|gradient_mean|gradient_rms|"
    r"z_gradient_(mean|std)|weight_gradient_(mean|std)|seeds_.*)",
    "functions": "functions|cost",
    "preprocessing": "stages",
    "training": r"rates|measured_at|evaluated_at|counts|outside|.*edges|.*octaves",
    "normalization": r".*difference.*|ln_gn1|in_gnc|(input_)?edges|(input_)?counts|below|above|"
    "(input_)?nonfinite",
    "norm_training": r"norms|values|epochs|largest_rate|published_.*",
    "weight_scale": "norms",
}
"""What of a frame a script does not hold: all else is held to it."""

ROUNDED = {  # of the largest value; float64 unless it says otherwise
    "activations": 2e-6,  # float32 through some layers
    "functions": 1e-6,
    "training": 1e-6,
    "normalization": 2e-6,
    "norm_training": 1e-4,  # float32, where rounding grows while it trains
    "weight_scale": 2e-6,
}


def spec_of(key: str, settings: dict[str, str]) -> Any:
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


def loose(key: str, name: str, spec: Spec) -> tuple[float, float]:
    """The tolerance, as part of the largest value, and the share of values that may miss it."""
    if key in ("basins", "rates") and name not in ("x", "y", "minima", "x_values", "y_values"):
        return 1e-6, 0.02  # a pixel on a border may fall to its other side
    if name == "shades":
        return 0.1, 0.0  # ties in height: symmetric points are ordered by their last digits
    if name in ("sublevel", "semidefinite"):
        return 0.5, 0.02  # on the border of a set rounding decides
    if name.endswith("counts"):
        # Values on the edge of a bin; of gelu, where torch has -0.0, some are just below.
        return 0.05 if getattr(spec, "activation", "") == "gelu" else 0.02, 0.0
    if name.endswith(("_mean_after", "apart")) or name in ("undone", "apart_negative"):
        return 1.0, 0.0  # rounding alone: held absolutely below
    return ROUNDED.get(key, 1e-9), 0.0


@pytest.mark.parametrize(("key", "settings"), CASES.values(), ids=CASES)
def test_the_numbers_are_the_panels(key, settings, capsys):
    spec = spec_of(key, settings)
    names = run_script(script_of(spec))
    assert capsys.readouterr().out.strip()
    frame = last_frame(Run(EXPERIMENTS[key], spec, "cpu")).arrays()
    if key == "descent":
        frame = _of_torchs(spec, frame)
    compared = 0
    for name, wanted in frame.items():
        got = None if name == "cost" else found(names, name)  # that one is by the clock
        if got is None:
            assert _may_miss(key, name, spec, wanted), name
            continue
        if wanted.dtype.kind not in "fiub":
            assert got.tolist() == wanted.tolist()
            continue
        if key == "preprocessing" and settings.get("source") == "digits" and name == "axes":
            continue  # of pixels that nobody inked, rounding decides
        part, share = loose(key, name, spec)
        _compare(got.astype(float), shaped(got, wanted).astype(float), part, share, name)
        compared += 1
    assert compared >= 3


def _compare(got: Any, wanted: Any, part: float, share: float, name: str) -> None:
    size = np.abs(wanted[np.isfinite(wanted)]).max(initial=0.0)
    atol = max(part * size, 1e-12) if part < 1 else 1e-5
    near = np.isclose(got, wanted, rtol=1e-9, atol=atol, equal_nan=True)
    assert (~near).mean() <= share if near.size else True, (name, got[~near][:5], wanted[~near][:5])


def _of_torchs(spec: Any, frame: dict[str, Any]) -> dict[str, Any]:
    """Without scipy's competitors."""
    kept = [k for k, one in enumerate(spec.optimizers) if one.key in TORCHS]
    count = len(spec.optimizers)
    return {
        name: a[kept] if a.ndim and len(a) == count and name != "optimizers" else a
        for name, a in frame.items()
    }


def _may_miss(key: str, name: str, spec: Any, wanted: Any) -> bool:
    """Whether a script may be without that array: by name, or since there is nothing in it."""
    if re.fullmatch(LEFT_OUT.get(key, "-"), name):
        return True
    empty = wanted.size == 0 or (wanted.dtype.kind == "f" and bool(np.isnan(wanted).all()))
    unknown = name == "steps_to_tolerance" and bool((wanted == -1).all())
    one_y = name == "y" and wanted.tolist() == [0]
    a_hole = key == "normalization" and name.startswith("in_")
    return empty or unknown or one_y or a_hole


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
        ("activations", {**NET, "input": "file", "preprocess": "min_max"}),
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
        allowed = {"torch", "numpy", "math"} | ({"PIL"} if "PICTURES" in text else set())
        assert imported <= allowed
        assert "torch" in imported


def test_it_is_formatted_and_no_line_is_too_long(texts, tmp_path):
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.py").write_text(text, encoding="utf-8")
        long = [line for line in text.splitlines() if len(line) > WIDTH and ".npz" not in line]
        assert not [line for line in long if ".jpg" not in line]
    assert _formatted(tmp_path) == ""


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
    LONG,
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
    assert _formatted(tmp_path) == ""


def _formatted(folder: Path) -> str:
    """What a formatter would change."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--diff",
         f"--line-length={WIDTH}", str(folder)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return done.stdout


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
    text = script_of(spec_of("descent", RACES["scipy's left out"]))
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
        ("normalization", {"source": "numbers", "numbers": "1"}),
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
