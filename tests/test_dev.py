"""dev.py in a folder of its own, with pip and apt replaced by lists of what was asked of them."""

import ast
import importlib.util
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="about Linux's packages")


@pytest.fixture
def dev(tmp_path, monkeypatch):
    """A fresh dev.py whose ROOT is tmp_path, and which makes environments without pip."""
    for name in ("dev.py", "pyproject.toml", "requirements.lock"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    spec = importlib.util.spec_from_file_location("dev_copy", tmp_path / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "dev_copy", module)
    spec.loader.exec_module(module)
    module.made = []
    module.installed = []

    def make_venv():
        module.made.append("venv")
        venv.EnvBuilder(clear=True, symlinks=sys.platform != "win32").create(module.VENV)

    monkeypatch.setattr(module, "make_venv", make_venv)
    monkeypatch.setattr(module, "pip_install", lambda *words: module.installed.append(words))
    return module


@pytest.fixture
def ready(dev):
    """The same after a first set-up for `run`."""
    dev.set_up({}, [], None)
    dev.made.clear()
    dev.installed.clear()
    return dev


def names(words):
    return {Requirement(word).name for word in words[2:]}


# ---- what is installed, and when -----------------------------------------------------------------


def test_first_start_installs_and_second_does_nothing(dev):
    dev.set_up({}, [], None)
    assert dev.made == ["venv"]
    [words] = dev.installed
    assert words[:2] == ("--constraint", dev.LOCK)
    assert {"torch", "PySide6-Essentials"} <= names(words)
    assert "pytest" not in names(words)
    dev.set_up({}, [], None)
    assert dev.made == ["venv"]
    assert dev.installed == [words]


@pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml"])
def test_changed_versions_are_installed_into_the_same_environment(ready, file):
    path = ready.ROOT / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("pyqtgraph", "pyqtgraph-next"), encoding="utf-8")
    ready.set_up({}, [], None)
    ready.set_up({}, [], None)
    assert len(ready.installed) == 1
    assert ready.made == []


def test_settings_of_tools_are_no_reason_to_install(ready):
    text = ready.PROJECT.read_text(encoding="utf-8")
    ready.PROJECT.write_text(text.replace("line-length = 100", "line-length = 99"))
    ready.set_up({}, [], None)
    assert ready.installed == []


def test_test_tools_come_once_and_stay(ready):
    ready.set_up({}, ["test"], None)
    ready.set_up({}, [], None)
    ready.set_up({}, ["test"], None)
    [words] = ready.installed
    assert {"torch", "pytest"} <= names(words)
    ready.LOCK.write_text("torch==2.13.1\n")
    ready.set_up({}, [], None)
    assert "pytest" in names(ready.installed[-1])


def test_broken_off_setup_begins_anew(dev, monkeypatch):
    def broken_off(*words):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(dev, "pip_install", broken_off)
        with pytest.raises(KeyboardInterrupt):
            dev.set_up({}, ["test"], None)
    dev.set_up({}, [], None)
    assert dev.made == ["venv", "venv"]
    assert "pytest" in names(dev.installed[0])


def test_lock_changed_there_and_back_around_a_broken_off_setup(ready, monkeypatch):
    def broken_off(*words):
        raise subprocess.CalledProcessError(1, "pip")

    lock = ready.LOCK.read_bytes()
    ready.LOCK.write_text("torch==2.13.1\n")
    with monkeypatch.context() as patch:
        patch.setattr(ready, "pip_install", broken_off)
        with pytest.raises(subprocess.CalledProcessError):
            ready.set_up({}, [], None)
    ready.LOCK.write_bytes(lock)
    ready.set_up({}, [], None)
    assert ready.made == ["venv"]
    assert len(ready.installed) == 1


def lose_python(dev):
    dev.PYTHON.unlink()


def spoil_python(dev):
    dev.PYTHON.unlink()
    dev.PYTHON.write_text("no program")
    dev.PYTHON.chmod(0o755)


def spoil_stamp(dev):
    dev.STAMP.write_text('{"python": ')


def lose_stamp(dev):
    dev.STAMP.unlink()


def be_of_another_python(dev):
    dev.write_stamp(dev.replace(dev.read_stamp(), python="cpython-310"))


@pytest.mark.parametrize(
    "damage", [lose_python, spoil_python, spoil_stamp, lose_stamp, be_of_another_python]
)
def test_broken_environment_is_made_anew(ready, damage):
    damage(ready)
    ready.set_up({}, [], None)
    assert ready.made == ["venv"]
    assert len(ready.installed) == 1
    assert ready.python_starts()


def test_torch_alone_comes_from_the_other_index(dev):
    dev.set_up({}, [], "https://torch.invalid/cpu")
    torch, rest = dev.installed
    assert torch[-3:] == ("--index-url", "https://torch.invalid/cpu", "torch")
    assert {"--no-deps", dev.LOCK} <= set(torch)
    assert rest[2:4] == ("--extra-index-url", "https://torch.invalid/cpu")
    constraints = rest[1].read_text()
    assert "\ntorch==" in constraints
    assert "\nnvidia-" in dev.LOCK.read_text(encoding="utf-8")
    assert "\nnvidia-" not in constraints


def test_torch_index_is_remembered_and_another_one_replaces_torch(dev):
    dev.set_up({}, [], "https://torch.invalid/cpu")
    dev.set_up({}, [], None)
    assert len(dev.installed) == 2
    dev.LOCK.write_text("torch==2.13.1\n")
    dev.set_up({}, [], None)
    assert "https://torch.invalid/cpu" in dev.installed[2]
    assert "--force-reinstall" not in dev.installed[2]
    dev.set_up({}, [], "https://torch.invalid/cu")
    assert {"https://torch.invalid/cu", "--force-reinstall"} <= set(dev.installed[4])


# ---- system packages -----------------------------------------------------------------------------


def pretend_missing(dev, monkeypatch, *missing):
    """Every library and program is there, but those."""

    def load(library):
        if library in missing:
            raise OSError(library)

    monkeypatch.setattr(dev.ctypes, "CDLL", load)
    monkeypatch.setattr(dev.shutil, "which", lambda name: None if name in missing else name)


@pytest.mark.parametrize(
    ("missing", "packages"),
    [
        ([], []),
        (["libEGL.so.1"], ["libegl1"]),
        (["libglib-2.0.so.0", "libxcb-cursor.so.0"], ["libglib2.0-0", "libxcb-cursor0"]),
        (["Xvfb"], ["xvfb"]),
    ],
)
def test_missing_libraries_name_their_packages(dev, monkeypatch, missing, packages):
    pretend_missing(dev, monkeypatch, *missing)
    assert list(dev.missing_packages(dev.TEST_PACKAGES, new_venv=False)) == packages


@linux_only
def test_libraries_are_looked_for_where_the_loader_looks(dev):
    assert dev.is_there("libc.so.6")
    assert not dev.is_there("libsaddlepoint.so.0")


def test_venv_package_is_missed_only_where_an_environment_is_to_be_made(dev, monkeypatch):
    package = f"python3.{sys.version_info.minor}-venv"
    assert package not in dev.missing_packages({}, new_venv=True)
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)
    assert list(dev.missing_packages({}, new_venv=True)) == [package]
    assert dev.missing_packages({}, new_venv=False) == {}


@pytest.mark.parametrize(
    ("files", "packages"),
    [
        ([], ["fonts-dejavu-core", "fonts-wqy-microhei"]),
        (["README"], ["fonts-dejavu-core", "fonts-wqy-microhei"]),
        (["DejaVuSans.ttf"], ["fonts-wqy-microhei"]),
        (["DejaVuSans.ttf", "NotoSansCJK-Regular.ttc"], []),
        (["wqy-microhei.ttc"], []),
    ],
)
def test_missing_fonts(dev, monkeypatch, tmp_path, files, packages):
    (tmp_path / "fonts" / "some").mkdir(parents=True)
    for name in files:
        (tmp_path / "fonts" / "some" / name).touch()
    monkeypatch.setattr(dev, "FONT_FOLDERS", (str(tmp_path / "fonts"), str(tmp_path / "none")))
    assert list(dev.missing_fonts()) == packages


@pytest.fixture
def apt(dev, monkeypatch):
    """Commands that were run as root with apt; `apt.fails` names packages it cannot bring."""
    apt = SimpleNamespace(commands=[], fails=())

    def run(command, **settings):
        apt.commands.append(command)
        return SimpleNamespace(returncode=100 if set(apt.fails) & set(command) else 0)

    monkeypatch.setattr(dev.subprocess, "run", run)
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
    monkeypatch.setattr(dev.shutil, "which", lambda name: name)
    return apt


@linux_only
def test_root_installs_what_is_missing(dev, apt):
    dev.bring_packages({"libegl1": "libEGL.so.1"}, {})
    update, install = apt.commands
    assert update == ["apt-get", "update"]
    assert install[:2] == ["apt-get", "install"]
    assert {"-y", "--no-install-recommends"} < set(install)
    assert install[-1] == "libegl1"


@linux_only
def test_apt_is_left_alone_when_nothing_is_missing(dev, apt):
    dev.bring_packages({}, {})
    assert apt.commands == []


@linux_only
def test_a_library_that_cannot_be_brought_stops_and_a_font_does_not(dev, apt):
    apt.fails = ("fonts-wqy-microhei",)
    dev.bring_packages({"libegl1": "libEGL.so.1"}, {"fonts-wqy-microhei": "a Chinese font"})
    apt.fails = ("libegl1",)
    with pytest.raises(SystemExit, match="libegl1"):
        dev.bring_packages({"libegl1": "libEGL.so.1"}, {})


@linux_only
@pytest.mark.parametrize(("tool", "as_root"), [("sudo", "sudo sh -c"), ("su", "su -c")])
def test_others_are_told_one_command_for_everything(dev, apt, monkeypatch, capsys, tool, as_root):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(
        dev.shutil, "which", lambda name: name if name in ("apt-get", tool) else None
    )
    missing = {"libegl1": "libEGL.so.1", "xvfb": "Xvfb"}
    with pytest.raises(SystemExit):
        dev.bring_packages(missing, {"fonts-wqy-microhei": "a Chinese font"})
    [command] = [line for line in capsys.readouterr().out.splitlines() if "apt-get" in line]
    assert command.strip() == (
        f"{as_root} 'apt-get update && apt-get install -y --no-install-recommends"
        " libegl1 xvfb fonts-wqy-microhei'"
    )
    assert apt.commands == []


@linux_only
def test_fonts_alone_are_told_and_stop_nothing(dev, apt, monkeypatch, capsys):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    dev.bring_packages({}, {"fonts-wqy-microhei": "a Chinese font"})
    assert "fonts-wqy-microhei'" in capsys.readouterr().out


@linux_only
def test_without_apt_the_libraries_are_named(dev, apt, monkeypatch, capsys):
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit):
        dev.bring_packages({"libegl1": "libEGL.so.1"}, {})
    said = capsys.readouterr().out
    assert "libEGL.so.1" in said
    assert "apt-get" not in said


# ---- commands ------------------------------------------------------------------------------------


@pytest.fixture
def calls(dev, monkeypatch):
    """What would have been set up and started; no display."""
    calls = SimpleNamespace(set_up=[], started=[], environments=[])

    def call(*command, environment=None):
        calls.started.append(command)
        calls.environments.append(environment)
        return 0

    monkeypatch.setattr(dev, "set_up", lambda *wanted: calls.set_up.append(wanted))
    monkeypatch.setattr(dev, "call", call)
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.chdir(dev.ROOT)
    for name in dev.DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    return calls


def test_without_display_every_panel_is_drawn(dev, calls, capsys):
    assert dev.main(["run"]) == 0
    assert calls.started == [(dev.MAIN, "render", "--out", dev.GALLERY)]
    assert calls.environments[0]["QT_QPA_PLATFORM"] == "offscreen"
    assert calls.set_up == [(dev.QT_PACKAGES, [], None)]
    said = capsys.readouterr().out
    assert "no display" in said
    assert said.rstrip().endswith(str(dev.ROOT / "gallery"))


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["list", "basins"],
        ["run", "descent", "--set", "steps=5"],
        ["lessons", "--check"],
        ["script", "descent"],
        ["render", "--out", "here"],
        ["--version"],
        ["--self-check"],
        ["rnu"],
        ["run"],
        ["--nonsense"],
    ],
    ids=" ".join,
)
def test_without_display_all_but_the_window_is_passed_on(dev, calls, capfd, words):
    """Nonsense too: main.py refuses it in its own words, and its status is what counts."""
    dev.main(["run", *words])
    assert calls.started == [(dev.MAIN, *words)]
    assert calls.environments[0]["QT_QPA_PLATFORM"] == "offscreen"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("words", [["--panel", "descent"], ["mine.saddlepoint"], ["--open", "x"]])
def test_without_display_what_needs_the_window_is_drawn_instead(dev, calls, words):
    dev.main(["run", *words])
    assert calls.started == [(dev.MAIN, "render", "--out", dev.GALLERY)]


def test_the_verbs_are_known_before_anything_is_installed():
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from app.verbs import ask_for_the_window
assert ask_for_the_window([])
assert not ask_for_the_window(["lessons", "--check"])
"""
    done = subprocess.run([sys.executable, "-I", "-S", "-W", "error", "-c", code], check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("display", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_with_display_the_window_opens_with_the_arguments(dev, calls, monkeypatch, display):
    monkeypatch.setenv(display, ":5")
    dev.main(["run", "--torch-index", "https://torch.invalid", "--panel", "descent"])
    assert calls.started == [(dev.MAIN, "--panel", "descent")]
    assert calls.environments == [None]
    [(needed, groups, index)] = calls.set_up
    assert groups == []
    assert index == "https://torch.invalid"
    assert dev.WINDOW_PACKAGES.keys() <= needed.keys()
    assert ("libwayland-egl1" in needed) == (display == "WAYLAND_DISPLAY")


def test_tests_see_no_display_and_one_thread(dev, calls, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":5")
    assert dev.main(["test", "-k", "descent", "tests/core"]) == 0
    assert calls.set_up == [(dev.TEST_PACKAGES, ["check", "test"], None)]
    assert calls.started == [("-m", "pytest", "-n", "2", "-k", "descent", "tests/core")]
    [environment] = calls.environments
    assert "DISPLAY" not in environment
    assert environment["QT_QPA_PLATFORM"] == "offscreen"
    assert environment["OMP_NUM_THREADS"] == "1"


@pytest.mark.parametrize(
    "arguments", [["-n", "4"], ["-n0"], ["--numprocesses=3"], ["-p", "no:xdist"], ["--pdb"]]
)
def test_who_says_how_many_workers_has_that_many(dev, arguments):
    assert dev.workers(arguments) == []
    assert dev.workers(["-k", "no", "--new-first"]) == ["-n", "2"]


def test_check_fails_when_any_tool_fails(dev, calls, monkeypatch):
    monkeypatch.setattr(dev, "call", lambda *command: 1 if "format" in command else 0)
    assert dev.main(["check"]) == 1


@pytest.mark.parametrize(
    ("words", "script", "program"),
    [([], "build.py", "binutils"), (["--check"], "check.py", "xvfb")],
)
def test_package_is_built_and_checked_by_one_command(dev, calls, words, script, program):
    assert dev.main(["package", *words]) == 0
    assert calls.started == [(dev.ROOT / "packaging" / script,)]
    assert (ROOT / "packaging" / script).is_file()
    [(needed, groups, _)] = calls.set_up
    assert groups == ["package"]
    assert dev.WINDOW_PACKAGES.keys() | {program} <= needed.keys()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_death_by_a_signal_is_told_as_a_shell_tells_it(ready):
    assert ready.call("-c", "import os; os.kill(os.getpid(), 9)") == 137


def test_failed_setup_is_a_sentence(dev, monkeypatch, capsys):
    def fail(*words):
        raise subprocess.CalledProcessError(1, ["pip", "install"])

    monkeypatch.setattr(dev, "set_up", fail)
    assert dev.main(["run"]) == 1
    assert "set-up failed" in capsys.readouterr().out


def test_old_python_is_told_in_a_sentence(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev.sys, "version_info", (3, 8, 10))
    assert dev.main(["run"]) == 1
    assert "needs Python 3.11 or newer; this is 3.8.10" in capsys.readouterr().out


def test_old_python_gets_as_far_as_the_sentence():
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))


# ---- the lock ------------------------------------------------------------------------------------


def locked_versions():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pins}


def test_locked_versions_lie_within_the_bounds(dev):
    locked = locked_versions()
    for requirements in dev.dependency_lists().values():
        for requirement in map(Requirement, requirements):
            assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)])


def test_everything_that_is_installed_is_locked(dev):
    """Whatever the app and its tests bring along, at the very version that is here now."""
    locked = locked_versions()
    lists = dev.dependency_lists()
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
