"""Optimizers: every rule against torch.optim, by one step from anywhere and by whole paths."""

import inspect
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.descent.descent import DescentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers import own_torch, sources
from core.optimizers.in_torch import torch_optimizer
from core.optimizers.optimizers import FIRST_ORDER, OPTIMIZERS, Competitor
from core.optimizers.records import LEARNING_RATE, Optimizer
from core.optimizers.rules import Rule
from core.parameters import Number, Switch
from core.surfaces.surfaces import SURFACES

MEMORIES = {
    ("momentum", "v"): "momentum_buffer",
    ("nesterov", "v"): "momentum_buffer",
    ("adagrad", "s"): "sum",
    ("adadelta", "v"): "square_avg",
    ("adadelta", "u"): "acc_delta",
    ("rmsprop", "v"): "square_avg",
    ("adam", "m"): "exp_avg",
    ("adam", "v"): "exp_avg_sq",
    ("nadam", "m"): "exp_avg",
    ("nadam", "v"): "exp_avg_sq",
    ("nadam", "Π"): "mu_product",
    ("adamw", "m"): "exp_avg",
    ("adamw", "v"): "exp_avg_sq",
    ("radam", "m"): "exp_avg",
    ("radam", "v"): "exp_avg_sq",
    ("adamax", "m"): "exp_avg",
    ("adamax", "u"): "exp_inf",
    ("rprop", "g"): "prev",
    ("rprop", "Δ"): "step_size",
    ("lion", "m"): "exp_avg",
    ("adam", "w"): "max_exp_avg_sq",
    ("adamw", "w"): "max_exp_avg_sq",
    ("rmsprop", "a"): "grad_avg",
    ("rmsprop", "b"): "momentum_buffer",
}
"""What torch calls each memory of a rule in its optimizer's state."""


@pytest.fixture(autouse=True)
def double() -> Iterator[None]:
    """float64 by default: torch keeps NAdam's mu_product in the default type."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.fixture(params=list(FIRST_ORDER.values()), ids=list(FIRST_ORDER))
def optimizer(request: pytest.FixtureRequest) -> Optimizer:
    return request.param  # type: ignore[no-any-return]


def defaults_of(optimizer: Optimizer, learning_rate: float = 0.01) -> dict[str, float]:
    return Competitor(optimizer.key).hyper(learning_rate)


def rule_of(optimizer: Optimizer) -> Rule:
    assert optimizer.rule is not None
    return optimizer.rule


def in_torch(
    optimizer: Optimizer, hyper: dict[str, float], p: torch.Tensor, weight_decay: float = 0.0
) -> Any:
    """The optimizer that the record names, over one tensor."""
    return torch_optimizer(optimizer, [p], hyper, weight_decay)


def any_hyper(optimizer: Optimizer, random: np.random.Generator) -> dict[str, float]:
    """Hyper-parameters from all over their ranges, in factors where the range is in factors."""
    chosen = {"learning_rate": 10 ** random.uniform(-4, 0)}
    for p in optimizer.hyper:
        if isinstance(p, Switch):
            chosen[p.name] = bool(random.integers(2))
            continue
        assert isinstance(p, Number)
        low, high = p.range(None)
        if p.name == "momentum" and "momentum" not in optimizer.options:
            low = 1e-3  # without momentum torch keeps no buffer to compare with
        if p.name == "alpha":
            low = 0.05  # v - a² is what is left of two numbers that are alike
        if p.log:
            chosen[p.name] = 10 ** random.uniform(math.log10(low), math.log10(high))
        else:
            chosen[p.name] = random.choice([low, high, random.uniform(low, high)])
    return {n: v if isinstance(v, bool) else float(v) for n, v in chosen.items()}


def signed(optimizer: Optimizer, memory: str) -> bool:
    """Whether a memory is a mean of gradients; the others are of squares."""
    return memory in ("m", "a", "b") or optimizer.key in ("momentum", "nesterov")


# Records


def test_the_promised_optimizers_are_there() -> None:
    promised = ["gd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam", "nadam"]
    assert set(promised) <= set(OPTIMIZERS)
    promised = ["sgd", "adamw", "radam", "adamax", "rprop", "newton", "damped_newton"]
    promised += ["saddle_free_newton", "conjugate_gradient", "bfgs", "lbfgs"]
    assert set(promised) <= set(OPTIMIZERS)
    assert all(key == optimizer.key for key, optimizer in OPTIMIZERS.items())


def test_a_record_is_of_one_kind() -> None:
    for one in OPTIMIZERS.values():
        kinds = [one.rule, one.direction, one.library]
        assert sum(kind is not None for kind in kinds) == 1
        assert (one.key in FIRST_ORDER) is (one.rule is not None)
        assert bool(one.treatments) <= (one.rule is not None)
        assert (one.own_rate is None) or one.takes_rate


def test_what_torch_decays_may_be_decayed(optimizer: Optimizer) -> None:
    """By L2, where the class of torch has a weight decay; AdamW's own is part of its rule."""
    built = in_torch(optimizer, defaults_of(optimizer), torch.zeros(1, requires_grad=True))
    names = [p.name for p in optimizer.parameters]
    assert names.count("weight_decay") == int("weight_decay" in built.defaults)
    decoupled = optimizer.key in ("adamw", "lion")
    assert ("weight_decay" in [p.name for p in optimizer.hyper]) is decoupled


def test_the_rule_takes_exactly_the_declared_hyper_parameters(optimizer: Optimizer) -> None:
    declared = {"learning_rate", *(p.name for p in optimizer.hyper)}
    arguments = inspect.signature(rule_of(optimizer)).parameters.values()
    assert {a.name for a in arguments if a.kind is a.KEYWORD_ONLY} == declared
    for name in declared:
        parameter = optimizer.hyper_parameter(name)
        assert parameter is not None
        assert parameter.name == name
    assert optimizer.hyper_parameter("nonsense") is None
    assert optimizer.hyper_parameter("learning_rate") is LEARNING_RATE


def test_the_class_of_torch_is_told_those_values(optimizer: Optimizer) -> None:
    hyper = any_hyper(optimizer, np.random.default_rng(1))
    built = in_torch(optimizer, hyper, torch.zeros(1, requires_grad=True))
    group = {**built.defaults}
    if "betas" in group:
        group["beta1"], group["beta2"] = group["betas"]
    if "etas" in group:
        group["eta_minus"], group["eta_plus"] = group["etas"]
    group["learning_rate"] = group["lr"]
    assert {name: group[name] for name in hyper} == hyper
    assert group.get("nesterov", False) is (optimizer.key == "nesterov")


@pytest.mark.parametrize("end", [0, 1], ids=["lowest", "highest"])
def test_torch_accepts_the_ends_of_every_range(optimizer: Optimizer, end: int) -> None:
    for p in (LEARNING_RATE, *optimizer.hyper):
        if not isinstance(p, Number):
            continue
        hyper = {**defaults_of(optimizer), p.name: float(p.range(None)[end])}
        in_torch(optimizer, hyper, torch.zeros(1, requires_grad=True))


def test_the_defaults_are_torchs(optimizer: Optimizer) -> None:
    built = in_torch(optimizer, defaults_of(optimizer), torch.zeros(1, requires_grad=True))
    chosen = {"lr"} | ({"momentum", "nesterov"} if "momentum" in optimizer.keywords else set())
    for name, parameter in inspect.signature(type(built)).parameters.items():
        if name in built.defaults and name not in chosen:
            assert built.defaults[name] == parameter.default, name


def test_momentum_is_nine_tenths_by_default() -> None:
    assert defaults_of(OPTIMIZERS["momentum"])["momentum"] == 0.9
    assert defaults_of(OPTIMIZERS["nesterov"])["momentum"] == 0.9


# One step


@pytest.mark.parametrize("seed", range(20))
def test_one_step_from_anywhere_is_torchs(optimizer: Optimizer, seed: int) -> None:
    random = np.random.default_rng(seed)
    hyper = defaults_of(optimizer) if seed < 5 else any_hyper(optimizer, random)
    count, t = 64, int(random.integers(1, 400))
    start, gradient = random.normal(size=(2, count)) * 10.0 ** random.integers(-3, 4, (2, count))
    memories = tuple(
        float(random.uniform(0.1, 1))
        if name == "Π"
        else 1e-4 * random.normal(size=count)  # its square stays below that of v
        if name == "a"
        else random.normal(size=count)
        if signed(optimizer, name)
        else random.uniform(1e-6, 2, count)
        for name in optimizer.memories
    )

    p = torch.tensor(start, requires_grad=True)
    reference = in_torch(optimizer, hyper, p)
    p.grad = torch.tensor(gradient)
    reference.step()  # lets torch lay out its state, which is then replaced
    with torch.no_grad():
        p.copy_(torch.tensor(start))
    state = reference.state[p]
    if "step" in state:
        state["step"] = torch.tensor(float(t - 1))
    for name, memory in zip(optimizer.memories, memories, strict=True):
        if name in optimizer.in_use(hyper):
            state[MEMORIES[optimizer.key, name]] = torch.tensor(memory)
    reference.step()

    after, kept = rule_of(optimizer)(start, gradient, t, memories, **hyper)
    expected = p.detach().numpy()
    # Relative to the larger of the place and the step: their sum loses what is below its last bit.
    scale = np.maximum(np.abs(start), np.abs(expected - start))
    assert (np.abs(after - expected) <= 1e-12 * scale).all()
    for name, before, memory in zip(optimizer.memories, memories, kept, strict=True):
        if name not in optimizer.in_use(hyper):
            continue
        theirs = state[MEMORIES[optimizer.key, name]].numpy()
        scale = np.abs(theirs)
        if signed(optimizer, name):  # such sums may cancel
            scale = scale + np.abs(gradient) + np.abs(before)
        assert (np.abs(memory - theirs) <= 1e-12 * scale).all(), name


@st.composite
def settings(draw: st.DrawFn) -> Competitor:
    """An optimizer with any of its hyper-parameters set to anything accepted."""
    optimizer = draw(st.sampled_from(list(FIRST_ORDER.values())))
    chosen: dict[str, Any] = {"learning_rate": draw(st.floats(1e-4, 0.5))}
    for p in optimizer.hyper:
        if not draw(st.booleans()):
            continue
        if isinstance(p, Switch):
            chosen[p.name] = draw(st.booleans())
            continue
        assert isinstance(p, Number)
        low, high = p.range(None)
        # Less than .1 of the old mean leaves of v - a² nothing but rounding.
        low, high = max(low, 0.1 if p.name == "alpha" else low), min(high, 10.0)
        chosen[p.name] = draw(st.floats(low, high))
    return Competitor.of(optimizer.key, chosen)


@given(settings(), st.lists(st.floats(0.1, 3.0), min_size=1, max_size=8), st.integers(0, 255))
def test_any_settings_from_the_first_step_on_are_torchs(
    one: Competitor, sizes: list[float], signs: int
) -> None:
    """Steps from the start show what one step from anywhere cannot: how memories begin."""
    slopes = [size * (1 if signs >> k & 1 else -1) for k, size in enumerate(sizes)]
    hyper = one.hyper(0.01)
    mine, memories = 0.7, one.optimizer.starting_memories(hyper)
    p = torch.tensor([0.7], requires_grad=True)
    reference = in_torch(one.optimizer, hyper, p)
    for t, slope in enumerate(slopes, 1):
        p.grad = torch.tensor([slope])
        reference.step()
        mine, memories = rule_of(one.optimizer)(mine, slope, t, memories, **hyper)
        theirs = p.item()
        if not math.isfinite(theirs) and one.optimizer.key == "rmsprop":
            return  # v - a² is 0, or an ulp below
        assert mine == pytest.approx(theirs, rel=1e-8, abs=1e-9)


def test_the_first_velocity_is_not_dampened_and_none_without_momentum() -> None:
    rule = rule_of(OPTIMIZERS["momentum"])
    told: dict[str, Any] = {"learning_rate": 1.0, "dampening": 0.75}
    p, memory = rule(0.0, 2.0, 1, (0.0,), momentum=0.5, **told)
    assert (p, memory) == (-2.0, (2.0,))
    p, memory = rule(0.0, 2.0, 2, memory, momentum=0.5, **told)
    assert (p, memory) == (-1.5, (1.5,))
    p, memory = rule(0.0, 2.0, 2, memory, momentum=0.0, **told)
    assert (p, memory) == (-2.0, (2.0,))


def test_a_variance_below_zero_by_rounding_is_no_complex_number() -> None:
    rule = rule_of(OPTIMIZERS["rmsprop"])
    told = {**defaults_of(OPTIMIZERS["rmsprop"]), "centered": True}
    p, _ = rule(0.0, 1.0, 2, (0.9, 1.0, 0.0), **told)
    assert math.isnan(p)


@pytest.mark.parametrize(
    ("key", "learning_rate", "place"),
    [
        ("adam", 0.001, -0.001),
        ("rmsprop", 0.01, -0.1),
        ("adagrad", 0.01, -0.01),
        ("adadelta", 1.0, -0.0031623),
        ("nadam", 0.002, -0.0021129),
    ],
)
def test_the_first_step_is_the_reference_number(
    key: str, learning_rate: float, place: float
) -> None:
    rule = OPTIMIZERS[key]
    p, _ = rule_of(rule)(
        0.0,
        2.0,
        1,
        rule.starting_memories(defaults_of(rule, learning_rate)),
        **defaults_of(rule, learning_rate),
    )
    assert p == pytest.approx(place, rel=2e-5)  # five digits are given


def test_numbers_arrays_and_tensors_take_the_same_steps(optimizer: Optimizer) -> None:
    random = np.random.default_rng(0)
    starts, gradients = random.normal(size=8), random.normal(size=(30, 8))

    def walk(start: Any, slopes: Any) -> Any:
        p, memories = start, optimizer.starting_memories(defaults_of(optimizer))
        for t, g in enumerate(slopes, 1):
            p, memories = rule_of(optimizer)(p, g, t, memories, **defaults_of(optimizer))
        return p

    numbers = [walk(float(s), gradients[:, i].tolist()) for i, s in enumerate(starts)]
    assert all(type(p) is float for p in numbers)
    arrays = walk(starts, gradients)
    tensors = walk(torch.tensor(starts), torch.tensor(gradients))
    assert isinstance(arrays, np.ndarray)
    assert isinstance(tensors, torch.Tensor)
    # A number's root is taken by pow, an array's by sqrt: an ulp apart, thirty times over.
    np.testing.assert_allclose(arrays, numbers, rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(tensors.numpy(), numbers, rtol=1e-13, atol=1e-14)


def test_a_rule_changes_nothing_that_it_is_given(optimizer: Optimizer) -> None:
    place, gradient = np.ones(3), np.ones(3)
    memories = tuple(np.ones(3) for _ in optimizer.memories)
    rule_of(optimizer)(place, gradient, 2, memories, **defaults_of(optimizer))
    for array in (place, gradient, *memories):
        np.testing.assert_array_equal(array, np.ones(3))


def test_without_a_gradient_nothing_moves(optimizer: Optimizer) -> None:
    hyper = {**defaults_of(optimizer)}
    if "weight_decay" in hyper:
        hyper["weight_decay"] = 0.0  # which moves by itself
    p, _ = rule_of(optimizer)(0.5, 0.0, 1, optimizer.starting_memories(hyper), **hyper)
    assert p == 0.5


def test_lion_moves_by_the_rate_or_not_at_all() -> None:
    rule = rule_of(OPTIMIZERS["lion"])
    told = defaults_of(OPTIMIZERS["lion"], 0.1)
    p, (m,) = rule(1.0, 1e-9, 1, (0.0,), **told)
    assert p == 0.9
    assert m == pytest.approx(1e-11)
    p, (m,) = rule(p, -1e-10, 2, (m,), **told)
    assert p == pytest.approx(1.0), "of the mean a tenth is new"
    p, _ = rule(p, 0.0, 3, (0.0,), **told)
    assert p == pytest.approx(1.0)


def test_the_class_in_a_script_takes_the_same_steps_as_ours() -> None:
    made: dict[str, Any] = {"torch": torch}
    exec(sources.LION, made)
    paths = []
    for kind in (own_torch.Lion, made["Lion"]):
        p = torch.tensor([1.5, -0.5], requires_grad=True)
        optimizer = kind([p], lr=0.01, betas=(0.8, 0.95), weight_decay=0.3)
        for _ in range(30):
            optimizer.zero_grad()
            ((p[0] ** 2 - 1) ** 2 + p[1] ** 4).backward()
            optimizer.step()
            paths.append(p.tolist())
    assert paths[:30] == paths[30:]


SHAPES = [(5, 7), (7, 5), (6, 6)]


def muon_steps(kind: Any, **told: float) -> list[torch.Tensor]:
    """Where three matrices are after four steps, in float32 as nets are."""
    draws = torch.Generator().manual_seed(0)
    drawn = [
        [torch.randn(s, generator=draws, dtype=torch.float32) for s in SHAPES] for _ in range(5)
    ]
    matrices = [w.requires_grad_() for w in drawn[0]]
    optimizer = kind(matrices, **told)
    for slopes in drawn[1:]:
        for w, slope in zip(matrices, slopes, strict=True):
            w.grad = slope
        optimizer.step()
    return [w.detach() for w in matrices]


def script_class(source: str, name: str) -> Any:
    made: dict[str, Any] = {"torch": torch}
    exec(source, made)
    return made[name]


@pytest.mark.skipif(not hasattr(torch.optim, "Muon"), reason="torch has it from 2.9 on")
@pytest.mark.parametrize("told", [{}, {"lr": 0.1, "momentum": 0.5, "weight_decay": 0.0}])
def test_muon_is_torchs_to_the_last_bit(told: dict[str, float]) -> None:
    theirs = muon_steps(torch.optim.Muon, **told)
    for kind in (own_torch.Muon, script_class(sources.MUON, "Muon")):
        for mine, other in zip(muon_steps(kind, **told), theirs, strict=True):
            assert torch.equal(mine, other)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_muon_steps_by_is_nearly_orthogonal(shape: tuple[int, int]) -> None:
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(1), dtype=torch.float32)
    u, _, v = torch.linalg.svd(matrix, full_matrices=False)
    made = own_torch.orthogonal(matrix).float()
    sizes = torch.linalg.svdvals(made)
    assert ((sizes > 0.5) & (sizes < 1.3)).all()
    across = u.T @ made @ v.T
    assert (across - torch.diag(torch.diagonal(across))).abs().max() < 0.05


def test_muon_leaves_what_is_no_matrix_to_adamw() -> None:
    places = []
    kinds = (own_torch.Muon, script_class(sources.MUON, "Muon"), torch.optim.AdamW)
    for kind in kinds:
        p = torch.tensor([1.5, -0.5], requires_grad=True)
        optimizer = kind([p], lr=0.01)
        for rate in (0.01, 0.02, 0.005):
            optimizer.param_groups[0]["lr"] = rate
            optimizer.zero_grad()
            (p**4).sum().backward()
            optimizer.step()
        places.append(p.tolist())
    assert places[0] == places[1] == places[2]


# Whole paths


def rosenbrock(x: Any, y: Any) -> Any:
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def beale(x: Any, y: Any) -> Any:
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def double_well(x: Any, y: Any) -> Any:
    return (x**2 - 1) ** 2 + y**2


def plateau(x: Any, y: Any) -> Any:
    return 1 - torch.exp(-(x**2 + y**2))


QUIET: dict[str, dict[str, float | str]] = {"sgd": {"noise": 0}}
"""What leaves a rule without noise."""

RACES = [(rosenbrock, 1e-3), (beale, 5e-3), (double_well, 1e-2), (plateau, 5e-2)]
STEPS = 300


def torch_paths(
    optimizer: Optimizer, f: Callable[[Any, Any], Any], rate: float, starts: Any
) -> np.ndarray[Any, Any]:
    """[start, step, 2] from torch.optim and autograd; rows do not know of one another."""
    p = torch.tensor(starts, requires_grad=True)
    reference = in_torch(optimizer, defaults_of(optimizer, rate), p)
    path = [p.detach().clone()]
    for _ in range(STEPS):
        reference.zero_grad()
        f(p[:, 0], p[:, 1]).sum().backward()
        reference.step()
        path.append(p.detach().clone())
    return torch.stack(path, dim=1).numpy()


@pytest.mark.parametrize(("f", "rate"), RACES, ids=lambda v: getattr(v, "__name__", ""))
def test_a_whole_path_is_torchs_wherever_torch_agrees_with_itself(
    optimizer: Optimizer, f: Callable[[Any, Any], Any], rate: float
) -> None:
    start = np.array(SURFACES[f.__name__].start, float)
    theirs, beside = torch_paths(optimizer, f, rate, np.stack([start, np.nextafter(start, np.inf)]))
    control = np.abs(theirs - beside).max(axis=1) <= 1e-10 * (1 + np.abs(theirs).max(axis=1))
    agrees = STEPS + 1 if control.all() else int(np.argmin(control))
    assert agrees > 100, "the control leaves enough to compare"

    spec = DescentSpec(
        surface=f.__name__,
        optimizers=(Competitor.of(optimizer.key, QUIET.get(optimizer.key, {})),),
        learning_rate=rate,
        steps=STEPS,
    )
    (mine,) = last_frame(Run(EXPERIMENTS["descent"], spec)).arrays()["positions"]
    apart = np.abs(mine - theirs)[:agrees]
    assert (apart <= 1e-9 * (1 + np.abs(theirs[:agrees]))).all()
    assert np.abs(theirs[agrees - 1] - start).max() > 1e-3, "it went somewhere"
