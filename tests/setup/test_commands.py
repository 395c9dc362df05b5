"""dev.py's commands: what each sets up and starts."""

import ast
import errno
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import oldest_python

ROOT = Path(__file__).resolve().parents[2]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="about Linux's packages")


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
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.chdir(dev.places.ROOT)
    for name in dev.commands.display.NAMES:
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
        ["--help"],
    ],
    ids=" ".join,
)
def test_without_display_all_but_the_window_is_passed_on(dev, calls, capfd, words):
    dev.commands.main(["run", "--", *words])
    assert calls.started == [(dev.places.MAIN, *words)]
    assert calls.environments[0]["QT_QPA_PLATFORM"] == "offscreen"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("words", [["rnu"], ["run"], ["--nonsense"], ["list", "basins", "more"]])
@pytest.mark.parametrize("display", ["", ":5"])
def test_nonsense_is_refused_before_anything_is_set_up(
    dev, calls, capfd, monkeypatch, words, display
):
    monkeypatch.setenv("DISPLAY", display)
    with pytest.raises(SystemExit) as end:
        dev.commands.main(["run", *words])
    assert end.value.code == 2
    assert "error: " in capfd.readouterr().err
    assert (calls.set_up, calls.started) == ([], [])


@pytest.mark.parametrize(
    "word", ["--torch_index", "--torchindex", "--torch_index=URL", "--tochr-index"]
)
@pytest.mark.parametrize("command", ["run", "test", "package"])
def test_a_mistyped_index_is_refused_before_gigabytes_are_loaded(dev, calls, capsys, command, word):
    with pytest.raises(SystemExit) as end:
        dev.commands.main([command, word, "URL"])
    assert end.value.code == 2
    assert f"there is no {word}; it is called --torch-index" in capsys.readouterr().err
    assert calls.set_up == []


def test_a_package_has_no_other_words(dev, calls):
    with pytest.raises(SystemExit, match="--chekc"):
        dev.commands.main(["package", "--chekc"])
    assert calls.set_up == []


def test_a_display_where_nobody_answers_is_said_and_drawn_instead(dev, calls, capsys, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":999")
    assert dev.commands.main(["run"]) == 0
    assert calls.started == [(dev.places.MAIN, "render", "--out", dev.places.GALLERY)]
    assert "DISPLAY" not in calls.environments[0]
    assert "no display here (nobody answers at DISPLAY=:999)" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["run", "test", "check", "bench"])
def test_the_help_says_where_further_words_go(dev, capsys, command):
    with pytest.raises(SystemExit):
        dev.commands.main([command, "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "[WORD ...]" in said
    assert "Further words are passed on to" in said


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
    monkeypatch.setattr(dev.commands.display, "fault", lambda: "")
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


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "x"), "GB are free in"),
        (OSError(errno.EROFS, "Read-only file system", "x/.venv"), "put a copy of the folder"),
        (PermissionError(errno.EACCES, "Permission denied", "x"), "put a copy of the folder"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "x"), "x: No such file"),
        (
            subprocess.CalledProcessError(1, ["ensurepip"], b"OSError: No space left on device"),
            "GB are free in",
        ),
        (subprocess.CalledProcessError(1, ["ensurepip"]), "ensurepip"),
    ],
)
def test_failed_setup_is_a_sentence_with_its_reason(dev, monkeypatch, capsys, error, said):
    def fail(*words):
        raise error

    monkeypatch.setattr(dev.whole, "set_up", fail)
    assert dev.commands.main(["test"]) == 1
    line = capsys.readouterr().out.splitlines()[-1]
    assert line.startswith("The set-up failed: ")
    assert said in line


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
