"""dev.py in a folder of its own, with pip and apt replaced by lists of what was asked of them."""

import ast
import importlib
import shutil
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import oldest_python

ROOT = Path(__file__).resolve().parents[1]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="about Linux's packages")


@pytest.fixture
def dev(tmp_path, monkeypatch):
    """A fresh setup/ whose ROOT is tmp_path, and which makes environments without pip."""
    shutil.copytree(ROOT / "setup", tmp_path / "setup", ignore=lambda *_: ["__pycache__"])
    for name in ("pyproject.toml", "requirements.lock"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for name in [name for name in sys.modules if name.split(".")[0] == "setup"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    parts = ("places", "environment", "system", "whole", "commands")
    module = SimpleNamespace(
        made=[],
        installed=[],
        **{part: importlib.import_module(f"setup.{part}") for part in parts},
    )

    def make_venv():
        module.made.append("venv")
        environment = venv.EnvBuilder(clear=True, symlinks=sys.platform != "win32")
        environment.create(module.places.VENV)

    def pip_install(*words):
        module.installed.append(words)

    monkeypatch.setattr(module.environment, "make_venv", make_venv)
    monkeypatch.setattr(module.environment, "pip_install", pip_install)
    yield module
    for name in [name for name in sys.modules if name.split(".")[0] == "setup"]:
        del sys.modules[name]


@pytest.fixture
def ready(dev):
    """The same after a first set-up for `run`."""
    dev.whole.set_up({}, [], None)
    dev.made.clear()
    dev.installed.clear()
    return dev


def names(words):
    return {Requirement(word).name for word in words[2:]}


# ---- what is installed, and when -----------------------------------------------------------------


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


def be_of_another_python(dev):
    dev.environment.write_stamp(
        dev.whole.replace(dev.environment.read_stamp(), python="cpython-310")
    )


@pytest.mark.parametrize(
    "damage", [lose_python, spoil_python, spoil_stamp, lose_stamp, be_of_another_python]
)
def test_broken_environment_is_made_anew(ready, damage):
    damage(ready)
    ready.whole.set_up({}, [], None)
    assert ready.made == ["venv"]
    assert len(ready.installed) == 1
    assert ready.environment.python_starts()


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


# ---- system packages -----------------------------------------------------------------------------


def pretend_missing(dev, monkeypatch, *missing):
    """Every library and program is there, but those."""

    def load(library):
        if library in missing:
            raise OSError(library)

    monkeypatch.setattr(dev.system.ctypes, "CDLL", load)
    monkeypatch.setattr(dev.system.shutil, "which", lambda name: None if name in missing else name)


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
    assert list(dev.system.missing_packages(dev.system.TEST_PACKAGES, new_venv=False)) == packages


@linux_only
def test_libraries_are_looked_for_where_the_loader_looks(dev):
    assert dev.system.is_there("libc.so.6")
    assert not dev.system.is_there("libsaddlepoint.so.0")


def test_venv_package_is_missed_only_where_an_environment_is_to_be_made(dev, monkeypatch):
    package = f"python3.{sys.version_info.minor}-venv"
    assert package not in dev.system.missing_packages({}, new_venv=True)
    monkeypatch.setattr(dev.system.importlib.util, "find_spec", lambda name: None)
    assert list(dev.system.missing_packages({}, new_venv=True)) == [package]
    assert dev.system.missing_packages({}, new_venv=False) == {}


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
    monkeypatch.setattr(
        dev.system, "FONT_FOLDERS", (str(tmp_path / "fonts"), str(tmp_path / "none"))
    )
    assert list(dev.system.missing_fonts()) == packages


@pytest.fixture
def apt(dev, monkeypatch):
    """Commands that were run as root with apt; `apt.fails` names packages it cannot bring."""
    apt = SimpleNamespace(commands=[], fails=())

    def run(command, **settings):
        apt.commands.append(command)
        return SimpleNamespace(returncode=100 if set(apt.fails) & set(command) else 0)

    monkeypatch.setattr(dev.system.subprocess, "run", run)
    monkeypatch.setattr(dev.system.os, "geteuid", lambda: 0)
    monkeypatch.setattr(dev.system.shutil, "which", lambda name: name)
    return apt


@linux_only
def test_root_installs_what_is_missing(dev, apt):
    dev.system.bring_packages({"libegl1": "libEGL.so.1"}, {})
    update, install = apt.commands
    assert update == ["apt-get", "update"]
    assert install[:2] == ["apt-get", "install"]
    assert {"-y", "--no-install-recommends"} < set(install)
    assert install[-1] == "libegl1"


@linux_only
def test_apt_is_left_alone_when_nothing_is_missing(dev, apt):
    dev.system.bring_packages({}, {})
    assert apt.commands == []


@linux_only
def test_a_library_that_cannot_be_brought_stops_and_a_font_does_not(dev, apt):
    apt.fails = ("fonts-wqy-microhei",)
    dev.system.bring_packages({"libegl1": "libEGL.so.1"}, {"fonts-wqy-microhei": "a Chinese font"})
    apt.fails = ("libegl1",)
    with pytest.raises(SystemExit, match="libegl1"):
        dev.system.bring_packages({"libegl1": "libEGL.so.1"}, {})


@linux_only
@pytest.mark.parametrize(("tool", "as_root"), [("sudo", "sudo sh -c"), ("su", "su -c")])
def test_others_are_told_one_command_for_everything(dev, apt, monkeypatch, capsys, tool, as_root):
    monkeypatch.setattr(dev.system.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(
        dev.system.shutil, "which", lambda name: name if name in ("apt-get", tool) else None
    )
    missing = {"libegl1": "libEGL.so.1", "xvfb": "Xvfb"}
    with pytest.raises(SystemExit):
        dev.system.bring_packages(missing, {"fonts-wqy-microhei": "a Chinese font"})
    [command] = [line for line in capsys.readouterr().out.splitlines() if "apt-get" in line]
    assert command.strip() == (
        f"{as_root} 'apt-get update && apt-get install -y --no-install-recommends"
        " libegl1 xvfb fonts-wqy-microhei'"
    )
    assert apt.commands == []


@linux_only
def test_fonts_alone_are_told_and_stop_nothing(dev, apt, monkeypatch, capsys):
    monkeypatch.setattr(dev.system.os, "geteuid", lambda: 1000)
    dev.system.bring_packages({}, {"fonts-wqy-microhei": "a Chinese font"})
    assert "fonts-wqy-microhei'" in capsys.readouterr().out


@linux_only
def test_without_apt_the_libraries_are_named(dev, apt, monkeypatch, capsys):
    monkeypatch.setattr(dev.system.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit):
        dev.system.bring_packages({"libegl1": "libEGL.so.1"}, {})
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

    monkeypatch.setattr(dev.whole, "set_up", lambda *wanted: calls.set_up.append(wanted))
    monkeypatch.setattr(dev.commands, "call", call)
    monkeypatch.setattr(dev.commands.sys, "platform", "linux")
    monkeypatch.chdir(dev.places.ROOT)
    for name in dev.commands.DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    return calls


def test_without_display_every_panel_is_drawn(dev, calls, capsys):
    assert dev.commands.main(["run"]) == 0
    assert calls.started == [(dev.places.MAIN, "render", "--out", dev.places.GALLERY)]
    assert calls.environments[0]["QT_QPA_PLATFORM"] == "offscreen"
    assert calls.set_up == [(dev.system.QT_PACKAGES, [], None)]
    said = capsys.readouterr().out
    assert "no display" in said
    assert said.rstrip().endswith(str(dev.places.ROOT / "gallery"))


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
    dev.commands.main(["run", *words])
    assert calls.started == [(dev.places.MAIN, *words)]
    assert calls.environments[0]["QT_QPA_PLATFORM"] == "offscreen"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("words", [["--panel", "descent"], ["mine.saddlepoint"], ["--open", "x"]])
def test_without_display_what_needs_the_window_is_drawn_instead(dev, calls, words):
    dev.commands.main(["run", *words])
    assert calls.started == [(dev.places.MAIN, "render", "--out", dev.places.GALLERY)]


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
    dev.commands.main(["run", "--torch-index", "https://torch.invalid", "--panel", "descent"])
    assert calls.started == [(dev.places.MAIN, "--panel", "descent")]
    assert calls.environments == [None]
    [(needed, groups, index)] = calls.set_up
    assert groups == []
    assert index == "https://torch.invalid"
    assert dev.system.WINDOW_PACKAGES.keys() <= needed.keys()
    assert ("libwayland-egl1" in needed) == (display == "WAYLAND_DISPLAY")


def test_tests_see_no_display_and_one_thread(dev, calls, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":5")
    assert dev.commands.main(["test", "-k", "descent", "tests/core"]) == 0
    assert calls.set_up == [(dev.system.TEST_PACKAGES, ["check", "test"], None)]
    assert calls.started == [("-m", "pytest", "-n", "2", "-k", "descent", "tests/core")]
    [environment] = calls.environments
    assert "DISPLAY" not in environment
    assert environment["QT_QPA_PLATFORM"] == "offscreen"
    assert environment["OMP_NUM_THREADS"] == "1"


@pytest.mark.parametrize(
    "arguments", [["-n", "4"], ["-n0"], ["--numprocesses=3"], ["-p", "no:xdist"], ["--pdb"]]
)
def test_who_says_how_many_workers_has_that_many(dev, arguments):
    assert dev.commands.workers(arguments) == []
    assert dev.commands.workers(["-k", "no", "--new-first"]) == ["-n", "2"]


def test_check_fails_when_any_tool_fails(dev, calls, monkeypatch):
    monkeypatch.setattr(dev.commands, "call", lambda *command: 1 if "format" in command else 0)
    assert dev.commands.main(["check"]) == 1


@pytest.mark.parametrize(
    ("words", "script", "program"),
    [([], "build.py", "binutils"), (["--check"], "check.py", "xvfb")],
)
def test_package_is_built_and_checked_by_one_command(dev, calls, words, script, program):
    assert dev.commands.main(["package", *words]) == 0
    assert calls.started == [(dev.places.ROOT / "packaging" / script,)]
    assert (ROOT / "packaging" / script).is_file()
    [(needed, groups, _)] = calls.set_up
    assert groups == ["package"]
    assert dev.system.WINDOW_PACKAGES.keys() | {program} <= needed.keys()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_death_by_a_signal_is_told_as_a_shell_tells_it(ready):
    assert ready.commands.call("-c", "import os; os.kill(os.getpid(), 9)") == 137


def test_failed_setup_is_a_sentence(dev, monkeypatch, capsys):
    def fail(*words):
        raise subprocess.CalledProcessError(1, ["pip", "install"])

    monkeypatch.setattr(dev.whole, "set_up", fail)
    assert dev.commands.main(["run"]) == 1
    assert "set-up failed" in capsys.readouterr().out


@pytest.mark.parametrize("found", [(3, 10, 13), (3, 6, 15), (2, 7, 18)])
def test_old_python_is_told_in_a_sentence(monkeypatch, found):
    monkeypatch.setattr(sys, "version_info", found)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is [23]\."):
        oldest_python.check()


@pytest.mark.parametrize("name", ["dev.py", "main.py", "oldest_python.py"])
def test_old_python_gets_as_far_as_the_sentence(name):
    """What Python 2.7 and 3.6 can read has no f-string, no annotation and no late future."""
    text = (ROOT / name).read_text(encoding="ascii")
    late = ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Nonlocal
    for node in ast.walk(ast.parse(text, feature_version=(3, 4))):
        assert not isinstance(node, late)
        assert not (isinstance(node, ast.ImportFrom) and node.module == "__future__")
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not any(a.annotation for a in node.args.args + node.args.kwonlyargs)


# ---- the lock ------------------------------------------------------------------------------------


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
