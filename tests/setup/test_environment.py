"""What .venv holds: what is installed, when, and whether it was looked at."""

import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="about Linux's packages")


def names(words):
    return {Requirement(word).name for word in words[2:]}


def test_first_start_installs_and_second_does_nothing(dev):
    dev.whole.set_up({}, [], None)
    assert dev.made == ["venv"]
    [words] = dev.installed
    assert words[:2] == ("--constraint", dev.places.LOCK)
    assert {"torch", "PySide6-Essentials"} <= names(words)
    assert "pytest" not in names(words)
    dev.whole.set_up({}, [], None)
    assert dev.made == ["venv"]
    assert dev.installed == [words]


@pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml"])
def test_changed_versions_are_installed_into_the_same_environment(ready, file):
    path = ready.places.ROOT / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("pyqtgraph", "pyqtgraph-next"), encoding="utf-8")
    ready.whole.set_up({}, [], None)
    ready.whole.set_up({}, [], None)
    assert len(ready.installed) == 1
    assert ready.made == []


def test_settings_of_tools_are_no_reason_to_install(ready):
    text = ready.places.PROJECT.read_text(encoding="utf-8")
    ready.places.PROJECT.write_text(text.replace("line-length = 100", "line-length = 99"))
    ready.whole.set_up({}, [], None)
    assert ready.installed == []


def test_test_tools_come_once_and_stay(ready):
    ready.whole.set_up({}, ["test"], None)
    ready.whole.set_up({}, [], None)
    ready.whole.set_up({}, ["test"], None)
    [words] = ready.installed
    assert {"torch", "pytest"} <= names(words)
    ready.places.LOCK.write_text("torch==2.13.1\n")
    ready.whole.set_up({}, [], None)
    assert "pytest" in names(ready.installed[-1])


def test_broken_off_setup_begins_anew(dev, monkeypatch):
    def broken_off(*words):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(dev.environment, "pip_install", broken_off)
        with pytest.raises(KeyboardInterrupt):
            dev.whole.set_up({}, ["test"], None)
    dev.whole.set_up({}, [], None)
    assert dev.made == ["venv", "venv"]
    assert "pytest" in names(dev.installed[0])


def test_lock_changed_there_and_back_around_a_broken_off_setup(ready, monkeypatch):
    def broken_off(*words):
        raise subprocess.CalledProcessError(1, "pip")

    lock = ready.places.LOCK.read_bytes()
    ready.places.LOCK.write_text("torch==2.13.1\n")
    with monkeypatch.context() as patch:
        patch.setattr(ready.environment, "pip_install", broken_off)
        with pytest.raises(subprocess.CalledProcessError):
            ready.whole.set_up({}, [], None)
    ready.places.LOCK.write_bytes(lock)
    ready.whole.set_up({}, [], None)
    assert ready.made == ["venv"]
    assert len(ready.installed) == 1


def lose_python(dev):
    dev.places.PYTHON.unlink()


def spoil_python(dev):
    dev.places.PYTHON.unlink()
    dev.places.PYTHON.write_text("no program")
    dev.places.PYTHON.chmod(0o755)


def spoil_stamp(dev):
    dev.places.STAMP.write_text('{"python": ')


def lose_stamp(dev):
    dev.places.STAMP.unlink()


def lose_a_package(dev):
    """What a second set-up does that clears .venv while the first one fills it."""
    shutil.rmtree(dev.environment.SITE / "numpy")


def lose_all_packages(dev):
    for path in dev.environment.SITE.iterdir():
        shutil.rmtree(path)


def be_of_an_older_stamp_and_empty(dev):
    be_of_an_older_stamp_and_broken(dev)
    lose_all_packages(dev)


def be_of_an_older_stamp_and_broken(dev):
    dev.environment.write_stamp(dev.whole.replace(dev.environment.read_stamp(), packages=()))
    (dev.environment.SITE / "numpy" / "__init__.py").write_text("on")


def be_of_another_python(dev):
    dev.environment.write_stamp(
        dev.whole.replace(dev.environment.read_stamp(), python="cpython-310")
    )


@pytest.mark.parametrize(
    "damage",
    [
        *(lose_python, spoil_python, spoil_stamp, lose_stamp, be_of_another_python),
        *(lose_a_package, lose_all_packages),
        *(be_of_an_older_stamp_and_broken, be_of_an_older_stamp_and_empty),
    ],
)
def test_broken_environment_is_made_anew(ready, damage):
    damage(ready)
    ready.whole.set_up({}, [], None)
    assert ready.made == ["venv"]
    assert len(ready.installed) == 1
    assert ready.environment.python_starts()


@pytest.mark.parametrize("packages", [(), ("numpy", "torch")])
def test_a_stamp_that_is_right_is_believed_and_looks_only_once(ready, monkeypatch, packages):
    stamp = ready.whole.replace(ready.environment.read_stamp(), packages=packages)
    ready.environment.write_stamp(stamp)
    ready.whole.set_up({}, [], None)
    monkeypatch.setattr(ready.environment, "broken_file", lambda: pytest.fail("looked again"))
    ready.whole.set_up({}, [], None)
    assert {"numpy", "torch"} <= set(ready.environment.read_stamp().packages)
    assert (ready.made, ready.installed) == ([], [])


def shorten(site):
    (site / "numpy" / "__init__.py").write_text("on")


def lose(site):
    (site / "numpy" / "__init__.py").unlink()


def forget(site):
    shutil.rmtree(site / "numpy-1.0.dist-info")


def break_torch(site):
    (site / "torch" / "__init__.py").write_text("import there_is_no_such")
    (site / "torch-1.0.dist-info" / "RECORD").write_text("torch/__init__.py,,23\n")


@pytest.mark.parametrize(
    ("damage", "said"),
    [(shorten, "numpy"), (lose, "numpy"), (forget, "numpy"), (break_torch, "there_is_no_such")],
)
def test_what_is_stamped_was_looked_at(dev, monkeypatch, damage, said):
    """pip believes its own notes, and says that all is well."""
    pip_install = dev.environment.pip_install

    def and_then(*words):
        pip_install(*words)
        damage(dev.environment.SITE)

    with monkeypatch.context() as patch:
        patch.setattr(dev.environment, "pip_install", and_then)
        with pytest.raises(dev.faults.SetupError, match=said):
            dev.whole.set_up({}, [], None)
    assert dev.environment.read_stamp().fingerprint == ""
    dev.whole.set_up({}, [], None)
    assert dev.made == ["venv", "venv"]


def test_torch_alone_comes_from_the_other_index(dev):
    dev.whole.set_up({}, [], "https://torch.invalid/cpu")
    torch, rest = dev.installed
    assert torch[-3:] == ("--index-url", "https://torch.invalid/cpu", "torch")
    assert {"--no-deps", dev.places.LOCK} <= set(torch)
    assert rest[2:4] == ("--extra-index-url", "https://torch.invalid/cpu")
    constraints = rest[1].read_text()
    assert "\ntorch==" in constraints
    assert "\nnvidia-" in dev.places.LOCK.read_text(encoding="utf-8")
    assert "\nnvidia-" not in constraints


def test_torch_index_is_remembered_and_another_one_replaces_torch(dev):
    dev.whole.set_up({}, [], "https://torch.invalid/cpu")
    dev.whole.set_up({}, [], None)
    assert len(dev.installed) == 2
    dev.places.LOCK.write_text("torch==2.13.1\n")
    dev.whole.set_up({}, [], None)
    assert "https://torch.invalid/cpu" in dev.installed[2]
    assert "--force-reinstall" not in dev.installed[2]
    dev.whole.set_up({}, [], "https://torch.invalid/cu")
    assert {"https://torch.invalid/cu", "--force-reinstall"} <= set(dev.installed[4])


def locked_versions():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pins}


def test_locked_versions_lie_within_the_bounds(dev):
    locked = locked_versions()
    for requirements in dev.environment.dependency_lists().values():
        for requirement in map(Requirement, requirements):
            assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)])


def test_everything_that_is_installed_is_locked(dev):
    """Whatever the app and its tests bring along, at the very version that is here now."""
    locked = locked_versions()
    lists = dev.environment.dependency_lists()
    waiting = [Requirement(text) for text in lists["app"] + lists["test"]]
    seen = set()
    while waiting:
        name = canonicalize_name(waiting.pop().name)
        if name in seen:
            continue
        seen.add(name)
        found = metadata.distribution(name)
        assert found.version.partition("+")[0] == locked.get(name), name
        needs = map(Requirement, found.requires or [])
        waiting += [n for n in needs if n.marker is None or n.marker.evaluate({"extra": ""})]
