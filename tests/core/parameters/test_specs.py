"""Specs: what each field accepts and refuses, and the forms in which a spec survives."""

import json
import math
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.descent.descent import DescentSpec
from core.experiments import EXPERIMENTS, experiment
from core.normalization.normalization import NormalizationSpec
from core.optimizers.optimizers import FIRST_ORDER, OPTIMIZERS, Competitor
from core.parameters import (
    Choice,
    File,
    Integer,
    Number,
    Numeric,
    Parameter,
    Reason,
    Several,
    Spec,
    SpecError,
    Subset,
    Switch,
    Text,
    exact,
    parameter_of,
    parameters,
)
from core.signals.activations import ActivationsSpec
from core.surfaces.surfaces import SURFACES

SPECS = [e.spec for e in EXPERIMENTS.values()]
FIELDS = [(spec, p) for spec in SPECS for p in parameters(spec)]
ON_SURFACE = {
    "condition": "quadratic",
    "angle": "quadratic",
    "digit_a": "logistic_regression",
    "digit_b": "logistic_regression",
}


def where_it_applies(name: str) -> dict[str, str]:
    """What has to be set for a field to apply, where the defaults do not do."""
    return {"surface": ON_SURFACE[name]} if name in ON_SURFACE else {}


NUMERIC = [
    (s, p)
    for s, p in FIELDS
    if isinstance(p, Numeric) and p.applies_to(s(**where_it_applies(p.name)))
]
HYPER = [(o.key, p) for o in OPTIMIZERS.values() for p in o.parameters]


def named(case: tuple[Any, Parameter]) -> str:
    owner, parameter = case
    return f"{getattr(owner, 'key', owner)}-{parameter.name}"


@st.composite
def competitors(draw: st.DrawFn, bare: bool = False) -> Competitor:
    """Any that may race; the bare rules alone are mapped."""
    key = draw(st.sampled_from(sorted(FIRST_ORDER if bare else OPTIMIZERS)))
    settings = {}
    for p in OPTIMIZERS[key].hyper if bare else OPTIMIZERS[key].parameters:
        if draw(st.booleans()):
            settings[p.name] = draw(values_of(p, None))
    return Competitor.of(key, settings)


def values_of(parameter: Parameter, spec: Spec | None) -> st.SearchStrategy[Any]:
    match parameter:
        case Number():
            return st.floats(*parameter.range(spec))
        case Integer():
            low, high = parameter.range(spec)
            return st.integers(int(low), int(high))
        case Choice():
            return st.sampled_from(parameter.options(spec) or ("one that may come",))
        case Text(name="rate_changes"):
            return st.sampled_from(["", "3=0.1", "0=1e-05 7=0.5"])
        case Subset():
            first, *_, last = parameter.keys
            return st.sampled_from([first, f"{first}, {last}", f"{last} ,{first}"])
        case Text():
            return st.sampled_from(typed_texts(parameter.name, spec))
        case Switch():
            return st.booleans()
        case File():
            return st.sampled_from(["", "no such file.npy"])
        case Several():
            one = competitors(bare=parameter.name == "optimizer")
            return st.lists(one, min_size=parameter.least, max_size=parameter.most).map(tuple)
    raise TypeError(type(parameter))


def typed_texts(name: str, spec: Any) -> list[str]:
    """What may be typed into a field of text."""
    if name == "formula":
        return ["x^2 + y^2", "sin(x)*y", " -x / (1 + y^2) ", "exp(-abs(x))"]
    if name == "blocks":  # of a net's family
        return ["1, 2, 3", "4, 7, 3"]
    if name in ("depths", "samples_per_class", "hidden"):  # whole numbers
        return ["4, 12", "8 ,6"]
    if name == "changes":
        return ["", "12:learning_rate=0.01"]
    if name == "points":  # with the class of each, or without
        return ["", "0, 1, 0; 1, 0, 1" if spec.key == "boundary" else "0, 0; 1, 2; 2, 3.5"]
    if name == "upstream":  # one for each value
        return [", ".join("2" * (spec.values.count(",") + 1))]
    return ["1, 2.5", "-3,1e-3 , 0, 7"]


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """Any valid spec, reached as a person reaches it: one field after another."""
    spec = draw(st.sampled_from(SPECS))()
    for p in draw(st.permutations(parameters(type(spec)))):
        if draw(st.booleans()) and p.applies_to(spec):
            try:
                spec = spec.adapt(**{p.name: draw(values_of(p, spec))})
            except SpecError as error:
                # Only memory, time and division may refuse what is in range, and another field
                # whose own range hangs on it.
                refused = (Reason.TOO_LARGE, Reason.TOO_SLOW, Reason.NO_DIVISOR)
                if error.field == p.name and error.reason not in refused:
                    raise
    return spec


# Survival


@pytest.mark.parametrize("spec", SPECS, ids=lambda s: s.key)
def test_the_defaults_survive_json_pickle_and_text(spec: type[Spec]) -> None:
    default = spec()
    assert spec.from_json(json.loads(json.dumps(default.to_json()))) == default
    assert pickle.loads(pickle.dumps(default)) == default
    assert default.settings() == {}
    assert spec.from_text({}) == default


@given(specs())
def test_every_spec_survives_json(spec: Spec) -> None:
    assert type(spec).from_json(json.loads(json.dumps(spec.to_json()))) == spec


@given(specs())
def test_every_spec_survives_pickle(spec: Spec) -> None:
    again = pickle.loads(pickle.dumps(spec))
    assert again == spec
    assert hash(again) == hash(spec)


@given(specs())
def test_every_spec_is_built_again_from_its_settings(spec: Spec) -> None:
    again = type(spec).from_text(spec.settings())
    for p in parameters(type(spec)):
        if p.applies_to(spec):
            assert getattr(again, p.name) == getattr(spec, p.name), p.name


@given(specs())
def test_settings_name_only_what_differs_from_the_default(spec: Spec) -> None:
    for name in spec.settings():
        p = parameter_of(type(spec), name)
        assert getattr(spec, name) != p.default_for(spec)
        assert p.applies_to(spec)


@pytest.mark.parametrize("spec", SPECS, ids=lambda s: s.key)
def test_smallest_settings_are_valid(spec: type[Spec]) -> None:
    smallest = EXPERIMENTS[spec.key].smallest
    assert spec.from_json(smallest).to_json().items() >= smallest.items()


def test_a_refusal_survives_pickle_and_reads_as_one_line() -> None:
    with pytest.raises(SpecError) as caught:
        DescentSpec(steps=0)
    again = pickle.loads(pickle.dumps(caught.value))
    expected = ("steps", Reason.OUT_OF_RANGE, 0, "1 … 20000")
    assert (again.field, again.reason, again.given, again.accepted) == expected
    assert str(again) == "steps: 0: out_of_range (accepted: 1 … 20000)"


# Refusals


def attempt(build: Callable[[], Any]) -> tuple[Any, SpecError | None]:
    """What was built, or the refusal."""
    try:
        return build(), None
    except SpecError as error:
        return None, error


def refusal(spec: type[Spec], **values: Any) -> SpecError:
    """Why these values are refused, where they apply."""
    needed = {name: given for p in values for name, given in where_it_applies(p).items()}
    with pytest.raises(SpecError) as caught:
        spec(**{**needed, **values})
    return caught.value


@pytest.mark.parametrize("case", NUMERIC, ids=named)
def test_a_number_below_its_range_is_refused(case: tuple[type[Spec], Numeric]) -> None:
    spec, p = case
    low, _ = p.range(spec())
    below = low - 1 if isinstance(p, Integer) else math.nextafter(low, -math.inf)
    error = refusal(spec, **{p.name: below})
    assert (error.field, error.reason, error.given) == (p.name, Reason.OUT_OF_RANGE, below)
    assert error.accepted == p.accepted(spec())


@pytest.mark.parametrize("case", NUMERIC, ids=named)
def test_a_number_above_its_range_is_refused(case: tuple[type[Spec], Numeric]) -> None:
    spec, p = case
    _, high = p.range(spec())
    above = high + 1 if isinstance(p, Integer) else math.nextafter(high, math.inf)
    error = refusal(spec, **{p.name: above})
    assert (error.field, error.reason, error.given) == (p.name, Reason.OUT_OF_RANGE, above)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf], ids=str)
@pytest.mark.parametrize("case", NUMERIC, ids=named)
def test_a_number_that_is_not_finite_is_refused(
    case: tuple[type[Spec], Numeric], bad: float
) -> None:
    spec, p = case
    error = refusal(spec, **{p.name: bad})
    assert error.field == p.name
    assert error.reason in (Reason.OUT_OF_RANGE, Reason.NOT_AN_INTEGER)


@pytest.mark.parametrize("bad", [10**400, -(10**400)], ids=["above", "below"])
def test_a_whole_number_too_large_for_a_float_is_refused(bad: int) -> None:
    for spec, p in NUMERIC:
        error = refusal(spec, **{p.name: bad})
        assert (error.field, error.reason) == (p.name, Reason.OUT_OF_RANGE)


@pytest.mark.parametrize("bad", [True, False, "1", "", b"1", [1], 1j], ids=repr)
@pytest.mark.parametrize("case", NUMERIC, ids=named)
def test_what_is_no_number_is_refused(case: tuple[type[Spec], Numeric], bad: object) -> None:
    spec, p = case
    error = refusal(spec, **{p.name: bad})
    assert (error.field, error.reason) == (p.name, Reason.NOT_A_NUMBER)


@pytest.mark.parametrize("case", [c for c in NUMERIC if isinstance(c[1], Integer)], ids=named)
def test_a_broken_number_is_refused_where_a_whole_one_is_wanted(
    case: tuple[type[Spec], Numeric],
) -> None:
    spec, p = case
    low, _ = p.range(spec())
    error = refusal(spec, **{p.name: low + 0.5})
    assert (error.field, error.reason) == (p.name, Reason.NOT_AN_INTEGER)
    typed = spec.from_text({p.name: f"{low + 1}.0"})
    assert type(getattr(typed, p.name)) is int


@pytest.mark.parametrize("typed", ["", "abc", "1;5", "1e", "0x10", "--1", "1 2", "１２a"])
@pytest.mark.parametrize("case", NUMERIC, ids=named)
def test_typed_text_that_is_no_number_is_refused(
    case: tuple[type[Spec], Numeric], typed: str
) -> None:
    spec, p = case
    with pytest.raises(SpecError) as caught:
        spec.from_text({p.name: typed})
    assert (caught.value.field, caught.value.reason) == (p.name, Reason.NOT_A_NUMBER)


@given(st.sampled_from(NUMERIC), st.text() | st.floats().map(repr) | st.integers().map(str))
def test_typed_text_gives_a_value_in_range_or_a_refusal(
    case: tuple[type[Spec], Numeric], typed: str
) -> None:
    spec, p = case
    built, error = attempt(lambda: spec.from_text({**where_it_applies(p.name), p.name: typed}))
    if error is not None:
        assert error.field == p.name or error.reason in (Reason.TOO_LARGE, Reason.TOO_SLOW)
    else:
        low, high = p.range(built)
        assert low <= getattr(built, p.name) <= high


@pytest.mark.parametrize(
    "case",
    [(s, p) for s, p in FIELDS if isinstance(p, Choice) and p.applies_to(s())],
    ids=named,
)
def test_an_unknown_choice_is_refused_and_the_known_are_named(
    case: tuple[type[Spec], Choice],
) -> None:
    spec, p = case
    for bad in ("nonsense", "", 7.5, ("tanh",), ["tanh"]):
        error = refusal(spec, **{p.name: bad})
        assert (error.field, error.reason) == (p.name, Reason.NOT_A_CHOICE)
        assert error.accepted.split(", ") == [
            str(o) for o in p.options(spec(**where_it_applies(p.name)))
        ]


@pytest.mark.parametrize("value", [True, 4.0])
def test_a_choice_among_whole_numbers_takes_whole_numbers_only(value: object) -> None:
    spec, error = attempt(lambda: NormalizationSpec(groups=value))  # type: ignore[arg-type]
    if error is not None:
        assert error.field == "groups"
    else:
        assert type(spec.groups) is int, "torch would refuse it later, without naming the field"


@pytest.mark.parametrize("bad", [1, 0, "true", 1.0])
def test_a_switch_takes_only_true_and_false(bad: object) -> None:
    error = refusal(NormalizationSpec, convolve=bad)
    assert (error.field, error.reason) == ("convolve", Reason.NOT_A_SWITCH)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("true", True), ("YES", True), (" on ", True), ("1", True), ("false", False), ("no", False)],
)
def test_a_switch_reads_the_usual_words(typed: str, value: bool) -> None:
    assert NormalizationSpec.from_text({"convolve": typed, "groups": "1"}).convolve is value


@pytest.mark.parametrize("spec", SPECS, ids=lambda s: s.key)
def test_an_unknown_name_is_refused_and_the_known_are_named(spec: type[Spec]) -> None:
    for build in (spec.from_json, spec.from_text):
        with pytest.raises(SpecError) as caught:
            build({"nonsense": "1"})
        assert (caught.value.field, caught.value.reason) == ("nonsense", Reason.UNKNOWN)
        assert caught.value.accepted.split(", ") == [p.name for p in parameters(spec)]


def test_an_unknown_experiment_is_refused_and_the_known_are_named() -> None:
    with pytest.raises(SpecError) as caught:
        experiment("nonsense")
    assert caught.value.accepted.split(", ") == list(EXPERIMENTS)


def test_more_than_memory_holds_is_refused_with_what_would_fit() -> None:
    error = refusal(ActivationsSpec, depth=100, width=1000, samples=20_000)
    assert (error.field, error.reason) == ("samples", Reason.TOO_LARGE)
    most = int(error.accepted.split(" … ")[1])
    assert ActivationsSpec(depth=100, width=1000, samples=most).samples == most
    assert refusal(ActivationsSpec, depth=100, width=1000, samples=most + 1).field == "samples"


def test_a_net_whose_weights_alone_fill_the_memory_is_refused_by_its_width() -> None:
    error = refusal(ActivationsSpec, depth=100, width=2048, samples=1)
    assert (error.field, error.reason) == ("width", Reason.TOO_LARGE)
    widest = int(error.accepted.split(" … ")[1])
    assert ActivationsSpec(depth=100, width=widest, samples=1).width == widest


def test_a_spec_is_frozen() -> None:
    with pytest.raises(AttributeError):
        DescentSpec().steps = 3  # type: ignore[misc]


# What depends on the rest


def test_another_surface_moves_the_start_to_its_own() -> None:
    for key, surface in SURFACES.items():
        moved = DescentSpec(surface="beale").adapt(surface=key)
        assert (moved.start_x, moved.start_y) == surface.start


def test_a_chosen_start_stays_where_it_fits_and_is_derived_where_not() -> None:
    chosen = DescentSpec(surface="beale", start_x=1.25, start_y=-4.0)
    moved = chosen.adapt(surface="rosenbrock")
    assert moved.start_x == 1.25
    assert moved.start_y == SURFACES["rosenbrock"].start[1], "-4 lies below the surface"


def test_without_the_convolution_groups_divide_the_three_colours() -> None:
    spec = NormalizationSpec()
    assert spec.groups == 4
    assert spec.adapt(convolve=False).groups == 3
    assert spec.adapt(source="digits", convolve=False).groups == 1
    assert spec.replace(groups=8).adapt(convolve=False).groups == 3
    assert spec.adapt(convolve=False).adapt(convolve=True).groups == 4


def test_digits_bring_too_many_samples_back_to_the_default() -> None:
    assert ActivationsSpec(samples=5000).adapt(input="digits").samples == 1000
    assert ActivationsSpec(samples=700).adapt(input="digits").samples == 700
    assert refusal(ActivationsSpec, input="digits", samples=1798).field == "samples"


def test_a_typed_value_of_the_changed_field_itself_is_refused() -> None:
    with pytest.raises(SpecError) as caught:
        DescentSpec().adapt(start_x=99.0)
    assert (caught.value.field, caught.value.given) == ("start_x", 99.0)
    with pytest.raises(SpecError) as caught:
        DescentSpec().adapt(surface="rosenbrock", start_y=-4.0)
    assert (caught.value.field, caught.value.given) == ("start_y", -4.0)


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        (DescentSpec(), "surface"),
        (ActivationsSpec(), "input"),
        (NormalizationSpec(), "source"),
        (NormalizationSpec().adapt(convolve=False), "source"),
    ],
)
def test_an_unknown_choice_that_others_depend_on_is_refused_by_name(spec: Spec, field: str) -> None:
    with pytest.raises(SpecError) as caught:
        spec.adapt(**{field: "nonsense"})
    assert (caught.value.field, caught.value.reason) == (field, Reason.NOT_A_CHOICE)


def test_replace_moves_nothing_else() -> None:
    with pytest.raises(SpecError) as caught:
        NormalizationSpec().replace(convolve=False)
    assert caught.value.field == "groups"
    assert caught.value.accepted == "1, 3"


def test_of_what_does_not_apply_the_type_is_checked_and_not_the_range() -> None:
    assert NormalizationSpec(source="digits", size=-1).size == -1
    assert ActivationsSpec(init_a="zeros", init_b="zeros", std=-1.0).std == -1.0
    for broken in ({"convolve": "perhaps"}, {"size": "large"}, {"size": math.nan}):
        with pytest.raises(SpecError) as caught:
            NormalizationSpec(source="numbers", **broken)
        assert caught.value.field in broken
    for refused in ({"source": "photos", "size": -1}, {"source": "noise", "size": -1}):
        assert refusal(NormalizationSpec, **refused).field == "size"
    assert refusal(ActivationsSpec, init_a="zeros", init_b="normal", std=-1.0).field == "std"


# Words


@pytest.mark.parametrize("case", [*FIELDS, *HYPER], ids=named)
def test_every_parameter_has_one_line_of_help_without_a_period(case: tuple[Any, Parameter]) -> None:
    _, p = case
    assert p.help.strip() == p.help != ""
    assert "\n" not in p.help
    assert not p.help.endswith(".")


@pytest.mark.parametrize("case", HYPER, ids=named)
def test_every_hyper_parameter_accepts_its_own_default(case: tuple[str, Parameter]) -> None:
    _, p = case
    assert p.check(p.default, None) == p.default


# Competitors


@given(competitors())
def test_a_competitor_survives_its_text_form(competitor: Competitor) -> None:
    assert Competitor.parse("optimizers", competitor.text) == competitor


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_a_competitor_writes_only_what_differs(key: str) -> None:
    optimizer = OPTIMIZERS[key]
    own = (*optimizer.hyper, *optimizer.treatments)
    defaults = ":".join([key, *(f"{p.name}={p.default}" for p in own)])
    assert Competitor.parse("optimizers", defaults).text == key
    for p in own:
        if isinstance(p, Choice):
            other = next(str(option) for option in p.options(None) if option != p.default)
        elif isinstance(p, Switch):
            other = p.print(not p.default)
        else:
            assert isinstance(p, Numeric)
            low, high = p.range(None)
            other = exact(0.75 * low + 0.25 * high)
        text = f"{key}:{p.name}={other}"
        assert Competitor.parse("optimizers", text).text == text


def test_a_competitors_own_rate_is_kept_even_at_its_default() -> None:
    assert Competitor.parse("optimizers", "adam:learning_rate=0.01").text == (
        "adam:learning_rate=0.01"
    )


def test_a_competitors_text_has_one_order_whatever_was_typed() -> None:
    typed = Competitor.parse("optimizers", " adam : beta2 = 0.5 : learning_rate = 1e-3 ")
    assert typed == Competitor.parse("optimizers", "adam:learning_rate=0.001:beta2=.5")
    assert typed.text == "adam:learning_rate=0.001:beta2=0.5"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("adam:lr=0.1", "adam:learning_rate=0.1"),
        ("adam:amsgrad=true,gd", "adam:amsgrad=true,gd"),
        ("adam:amsgrad=True", "adam:amsgrad=true"),
        ("adam:betas=0.8,0.99,gd", "adam:beta1=0.8:beta2=0.99,gd"),
        ("gd,nadam:betas=(0.8, .99):eps=1e-6", "gd,nadam:beta1=0.8:beta2=0.99:eps=1e-06"),
        ("adam:betas=0.9,0.99,adam:betas=(0.5,0.999)", "adam:beta2=0.99,adam:beta1=0.5"),
        ("rprop:etas=0.4,1.3", "rprop:eta_minus=0.4:eta_plus=1.3"),
        (
            "rmsprop:alpha=0.9:centered=1:momentum=.9",
            "rmsprop:alpha=0.9:momentum=0.9:centered=true",
        ),
        ("momentum:dampening=.9:weight_decay=0.1", "momentum:dampening=0.9:weight_decay=0.1"),
        ("adagrad:initial_accumulator_value=.1", "adagrad:initial_accumulator_value=0.1"),
        ("adadelta:rho=0.8", "adadelta:rho=0.8"),
        ("lion:lr=1e-4:betas=0.95,0.98", "lion:learning_rate=0.0001:beta1=0.95:beta2=0.98"),
    ],
)
def test_torchs_names_are_understood(typed: str, text: str) -> None:
    spec = DescentSpec.from_text({"optimizers": typed})
    assert spec.to_json()["optimizers"] == text
    assert DescentSpec.from_json(spec.to_json()) == spec


def test_an_unknown_name_is_refused_with_ours_and_torchs() -> None:
    with pytest.raises(SpecError) as caught:
        DescentSpec.from_text({"optimizers": "adam:nesterov=true"})
    assert {"beta1", "lr", "betas", "amsgrad"} <= set(caught.value.accepted.split(", "))
    with pytest.raises(SpecError) as caught:
        DescentSpec.from_text({"optimizers": "adam:betas=0.9"})
    assert (caught.value.reason, caught.value.accepted) == (Reason.NOT_A_LIST, "beta1,beta2")


def test_a_comma_list_keeps_its_order_and_its_repetitions() -> None:
    spec = DescentSpec.from_text({"optimizers": "adam, gd ,adam:beta1=0.5,"})
    assert [c.text for c in spec.optimizers] == ["adam", "gd", "adam:beta1=0.5"]
    assert spec.settings() == {"optimizers": "adam,gd,adam:beta1=0.5"}


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        ("muon", "optimizers", Reason.NEEDS_MATRICES),
        ("gd,muon:lr=0.1", "optimizers", Reason.NEEDS_MATRICES),
        ("tiger", "optimizers", Reason.NOT_A_CHOICE),
        ("adam:schedule=sometimes", "schedule", Reason.NOT_A_CHOICE),
        ("adam:schedule=", "schedule", Reason.NOT_A_CHOICE),
        ("adam:clip=-1", "clip", Reason.OUT_OF_RANGE),
        ("bfgs:learning_rate=0.1", "bfgs:learning_rate", Reason.UNKNOWN),
        ("rprop:weight_decay=0.1", "rprop:weight_decay", Reason.UNKNOWN),
        ("Adam", "optimizers", Reason.NOT_A_CHOICE),
        ("gd,,:beta1=1", "optimizers", Reason.NOT_A_CHOICE),
        ("adam:beta3=0.5", "adam:beta3", Reason.UNKNOWN),
        ("gd:momentum=0.5", "gd:momentum", Reason.UNKNOWN),
        ("adam:beta1", "beta1", Reason.NOT_A_NUMBER),
        ("adam:beta1=", "beta1", Reason.NOT_A_NUMBER),
        ("adam:beta1=high", "beta1", Reason.NOT_A_NUMBER),
        ("adam:beta1=1", "beta1", Reason.OUT_OF_RANGE),
        ("adam:beta1=nan", "beta1", Reason.OUT_OF_RANGE),
        ("adam:learning_rate=0", "learning_rate", Reason.OUT_OF_RANGE),
        ("adam:eps=-1e-8", "eps", Reason.OUT_OF_RANGE),
    ],
)
def test_a_competitor_that_makes_no_sense_is_refused(text: str, field: str, reason: Reason) -> None:
    with pytest.raises(SpecError) as caught:
        DescentSpec.from_text({"optimizers": text})
    assert (caught.value.field, caught.value.reason) == (field, reason)
    assert caught.value.accepted


@given(st.text(alphabet="adamg:=,.0123456789e- btr_l"))
def test_any_text_gives_competitors_or_a_refusal(text: str) -> None:
    spec, error = attempt(lambda: DescentSpec.from_text({"optimizers": text}))
    if error is not None:
        assert error.field
    else:
        assert all(c.key in OPTIMIZERS for c in spec.optimizers)


@pytest.mark.parametrize("chosen", ["", " , ", (), []])
def test_a_race_of_nobody_is_refused(chosen: Any) -> None:
    error = refusal(DescentSpec, optimizers=chosen)
    assert (error.field, error.reason, error.given) == ("optimizers", Reason.TOO_FEW, 0)


def test_a_race_of_too_many_is_refused() -> None:
    assert len(DescentSpec(optimizers=",".join(["gd"] * 16)).optimizers) == 16  # type: ignore[arg-type]
    error = refusal(DescentSpec, optimizers=["gd"] * 17)
    assert (error.field, error.reason, error.given) == ("optimizers", Reason.TOO_MANY, 17)


def test_none_asks_for_the_default() -> None:
    nothing: Any = None
    assert DescentSpec(optimizers=nothing, steps=nothing) == DescentSpec()


@pytest.mark.parametrize(
    "bad",
    [5, (5,), (Competitor("nonsense"),), (Competitor("adam", (("beta1", 2.0),)),)],
    ids=["a number", "a number in a row", "unknown optimizer", "out of range"],
)
def test_competitors_of_another_kind_are_refused_when_the_spec_is_built(bad: Any) -> None:
    with pytest.raises(SpecError):
        DescentSpec(optimizers=bad)


def test_numpy_numbers_are_either_taken_or_refused_by_name() -> None:
    assert DescentSpec(learning_rate=np.float64(0.5)).learning_rate == 0.5
    assert refusal(DescentSpec, steps=np.array([1, 2])).field == "steps"
