"""The system's packages: what is missing, brought or told."""

import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="about Linux's packages")


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
    apt = SimpleNamespace(commands=[], fails=(), broken=False)

    def ended(command, environment=None):
        apt.commands.append(command)
        if command[0] == "dpkg":
            apt.broken = False
        failed = apt.broken or set(apt.fails) & set(command)
        return (100 if failed and "update" not in command else 0), False

    monkeypatch.setattr(dev.system, "ended", ended)
    monkeypatch.setattr(dev.system, "broken_off", lambda: apt.broken)
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


@linux_only
def test_an_interrupted_apt_is_repaired_first(dev, apt):
    apt.broken = True
    dev.system.bring_packages({"libegl1": "libEGL.so.1"}, {})
    update, repair, install = apt.commands
    assert update[1] == "update"
    assert repair == ["dpkg", "--configure", "-a"]
    assert "--fix-broken" in install
    assert install[-1] == "libegl1"


@linux_only
def test_others_are_told_the_repair_in_the_same_command(dev, apt, monkeypatch, capsys):
    apt.broken = True
    monkeypatch.setattr(dev.system.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit):
        dev.system.bring_packages({"libegl1": "libEGL.so.1"}, {})
    assert "'dpkg --configure -a && apt-get update && apt-get" in capsys.readouterr().out


@linux_only
def test_dpkgs_own_notes_tell_that_it_was_interrupted(dev, monkeypatch, tmp_path):
    def audit(*words, **settings):
        return SimpleNamespace(stdout=b"")

    monkeypatch.setattr(dev.system, "UNFINISHED", tmp_path)
    monkeypatch.setattr(dev.system.subprocess, "run", audit)
    assert not dev.system.broken_off()
    (tmp_path / "tmp.i").touch()
    assert not dev.system.broken_off()
    (tmp_path / "0001").touch()
    assert dev.system.broken_off()


@linux_only
@pytest.mark.parametrize("root", [True, False])
def test_all_packages_are_brought_or_told_at_once(dev, apt, monkeypatch, capsys, root):
    """Whatever the first command needs: the next one sends nobody for packages again."""
    monkeypatch.setattr(dev.system.os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(dev.system, "is_there", lambda proof: False)
    monkeypatch.setattr(dev.system, "missing_fonts", lambda: {"fonts-dejavu-core": "a font"})
    monkeypatch.setattr(dev.whole.sys, "platform", "linux")
    monkeypatch.setattr(dev.whole, "_fill", lambda *_, **__: None)
    try:
        dev.whole.set_up(dev.system.QT_PACKAGES, [], None)
    except SystemExit:
        assert not root
    told = " ".join(word for command in apt.commands for word in command)
    told = told or capsys.readouterr().out
    assert len(apt.commands) == (3 if root else 0)
    for package in (*dev.system.ALL_PACKAGES, "fonts-dejavu-core"):
        assert told.split().count(package) + told.split().count(f"{package}'") == 1, package


@linux_only
def test_packages_that_nothing_needs_yet_are_worth_no_word(dev, apt, monkeypatch, capsys):
    window = dev.system.WINDOW_PACKAGES.values()
    monkeypatch.setattr(dev.system, "is_there", lambda proof: proof in window)
    monkeypatch.setattr(dev.system, "missing_fonts", dict)
    monkeypatch.setattr(dev.whole, "_fill", lambda *_, **__: None)
    dev.whole.set_up(dev.system.WINDOW_PACKAGES, [], None)
    assert apt.commands == []
    assert "apt" not in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_an_interrupt_waits_for_the_command_to_end_in_its_own_way(dev):
    """Killed at once, apt leaves dpkg half-way, and a window does not keep the work."""
    child = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGINT, lambda *_: None)\n"
        "os.kill(os.getppid(), signal.SIGINT)\n"
        "time.sleep(0.6)\n"  # subprocess.run kills after a quarter of a second
        "print('done', flush=True)\n"
        "raise SystemExit(7)\n"
    )
    # A shell starts what runs in its background deaf to interrupts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert dev.system.ended([sys.executable, "-c", child]) == (7, True)
        with pytest.raises(KeyboardInterrupt):
            dev.system.run([sys.executable, "-c", child])
    finally:
        signal.signal(signal.SIGINT, before)
