"""A typed formula as a surface: raced and drawn like any other, or refused in parts."""

import pytest

from app.words.refusals import refusal
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.heights import HeightsSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.optimizers import Competitor
from core.parameters import Reason, SpecError
from core.surfaces.notation import Fault, FormulaError
from core.surfaces.surfaces import SURFACES

ADAM = (Competitor("adam"),)


def race(formula: str, **fields: float) -> DescentFrame:
    spec = DescentSpec(surface="formula", formula=formula, optimizers=ADAM, **fields)  # type: ignore[arg-type]
    frame = last_frame(Run(EXPERIMENTS["descent"], spec))
    assert isinstance(frame, DescentFrame)
    return frame


def test_the_text_of_a_surface_gives_that_surface() -> None:
    typed = race(SURFACES["himmelblau"].formula, start_x=0.0, start_y=-0.5)
    named = last_frame(Run(EXPERIMENTS["descent"], DescentSpec(optimizers=ADAM)))
    assert isinstance(named, DescentFrame)
    assert (typed.positions == named.positions).all()
    assert (typed.losses == named.losses).all()


@pytest.mark.parametrize(
    ("formula", "fault", "position"),
    [
        ("x + z", Fault.UNKNOWN_NAME, 4),
        ("sin(x)) + 1", Fault.NOT_OPENED, 6),
        ("x.real", Fault.NOT_ALLOWED, 1),
        ("", Fault.EMPTY, 0),
        ("9^9^9", Fault.EXPONENT, 0),
    ],
)
def test_what_is_no_formula_is_refused_where_it_stands(
    formula: str, fault: Fault, position: int
) -> None:
    with pytest.raises(SpecError) as refused:
        DescentSpec(surface="formula", formula=formula)
    error = refused.value
    assert (error.field, error.reason, error.given) == ("formula", Reason.NOT_A_FORMULA, formula)
    assert isinstance(error.detail, FormulaError)
    assert (error.detail.fault, error.detail.position) == (fault, position)
    assert error.detail.part in refusal(error)


@pytest.mark.parametrize("formula", ["3", "x - x", "0*x + pi"])
def test_a_constant_is_refused(formula: str) -> None:
    with pytest.raises(SpecError) as refused:
        race(formula)
    assert (refused.value.field, refused.value.reason) == ("formula", Reason.CONSTANT)


def test_what_is_no_real_number_anywhere_is_refused() -> None:
    with pytest.raises(SpecError) as refused:
        race("x + 1/0")
    assert refused.value.field == "formula"


def test_a_start_where_the_surface_is_not_finite_is_refused() -> None:
    with pytest.raises(SpecError) as refused:
        race("log(x) + y^2", start_x=-1.0)
    assert refused.value.reason is Reason.NOT_FINITE_AT_START
    assert "(-1, 2)" in refusal(refused.value)


def test_a_surface_that_is_finite_nowhere_is_refused() -> None:
    spec = HeightsSpec(surface="formula", formula="log(-1 - x^2 - y^2)")
    with pytest.raises(SpecError) as refused:
        last_frame(Run(EXPERIMENTS["heights"], spec))
    assert refused.value.reason is Reason.NOWHERE_FINITE


def test_a_formula_that_is_not_raced_is_not_read() -> None:
    assert DescentSpec(formula="nonsense(").surface == "himmelblau"


def test_no_typed_code_runs(capsys: pytest.CaptureFixture[str]) -> None:
    for text in (
        "print(1)",
        "(lambda: print(1))()",
        "[print(1) for x in (1,)]",
        "__import__('os')",
        "x if print(1) else y",
        "exec('print(1)')",
        "f'{print(1)}'",
    ):
        with pytest.raises(SpecError):
            DescentSpec(surface="formula", formula=text)
    assert capsys.readouterr().out == ""
