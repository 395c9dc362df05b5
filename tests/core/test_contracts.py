"""What must stay out of a process: Qt out of core, torch out of specs, and a broken binding."""

import inspect
import pkgutil

import pytest

import core
from core.experiments import EXPERIMENTS
from core.naming import named
from tests.processes import ROOT, loaded, printed

MODULES = [m.name for m in pkgutil.walk_packages(core.__path__, "core.")]


def test_every_module_of_core_is_found() -> None:
    files = [
        p
        for p in (ROOT / "core").rglob("*.py")
        if p.parent != ROOT / "core" or p.stem != "__init__"
    ]
    assert len(MODULES) == len(files)


def test_no_module_of_core_imports_qt() -> None:
    qt = ["PySide6", "shiboken6", "pyqtgraph", "PyQt6", "PyQt5", "qtpy", "superqt"]
    assert loaded(MODULES, qt) == []


def test_no_module_of_core_imports_app() -> None:
    assert loaded(MODULES, ["app"]) == []


@pytest.mark.parametrize(
    "module", ["core.experiments", "core.results", "core.device", "core.surfaces.surfaces"]
)
def test_the_list_of_experiments_loads_without_torch_scipy_and_sympy(module: str) -> None:
    heavy = ["torch", "scipy", "sympy", "contourpy", "matplotlib", "sklearn", "PIL"]
    assert loaded([module], heavy) == []


def test_specs_and_refusals_need_no_torch() -> None:
    code = """
import sys
from core.experiments import EXPERIMENTS
from core.parameters import SpecError, parameters
for experiment in EXPERIMENTS.values():
    spec = experiment.spec.from_json(experiment.smallest)
    experiment.spec.from_text(spec.settings())
    for p in parameters(experiment.spec):
        p.accepted(spec)
        try:
            experiment.spec.from_text({p.name: "nonsense"})
        except SpecError:
            pass
print(*(name for name in ("torch", "scipy", "sympy") if name in sys.modules))
"""
    assert printed(code) == ""


def test_scripts_need_no_torch() -> None:
    code = """
import sys
from core.experiments import EXPERIMENTS
from core.scripts import script_of
for experiment in EXPERIMENTS.values():
    assert script_of(experiment.spec())
print(*(name for name in ("torch", "scipy") if name in sys.modules))
"""
    assert printed(code) == ""


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_a_record_names_what_is_there_in_files_of_its_key(key: str) -> None:
    experiment = EXPERIMENTS[key]
    assert experiment.key == experiment.spec.key == key
    room = experiment.spec.__module__.removesuffix(f".{key}")
    lab = room.removeprefix("core.")
    assert experiment.spec.__module__ == experiment.frame.__module__ == f"core.{lab}.{key}"
    assert experiment.run in (f"{room}.{key}:run", f"{room}.run_{key}:run")
    assert inspect.isgeneratorfunction(named(str(experiment.run)))
    assert experiment.script == f"core.scripts.{lab}.{key}:{key}"
    assert callable(named(experiment.script))


def test_the_binding_keeps_its_references_to_none() -> None:
    """PySide6 6.12.0 loses one with each void call: below Python 3.12 the process dies of it."""
    code = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel()
before = sys.getrefcount(None)
for number in range(1000):
    label.setText(str(number))
print(sys.getrefcount(None) - before)
"""
    # Other things may take or drop a few; the defect drops a thousand.
    assert int(printed(code)) > -100
