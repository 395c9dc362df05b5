"""What is packed around the program: icons, menu entry, licenses, sizes; and no network."""

from __future__ import annotations

import ast
import importlib.util
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="about Linux's menus and wheels")


def script(name: str) -> Any:
    """A script of packaging/, which is no package (another has its name)."""
    spec = importlib.util.spec_from_file_location(f"of_{name}", ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- icons ---------------------------------------------------------------------------------------


def test_icons_of_every_size_are_drawn(qapp, tmp_path):
    icons = script("icons")
    made = icons.make(tmp_path)
    assert {path.suffix for path in made} == {".png", ".ico", ".icns"}
    for path in made:
        if path.suffix == ".png":
            with Image.open(path) as picture:
                assert path.stem == f"saddlepoint-{picture.width}"
                assert picture.width == picture.height
                opacity = picture.getchannel("A")
                assert opacity.getpixel((0, 0)) == 0
                assert opacity.getpixel((picture.width // 2, picture.height // 4)) == 255
    with Image.open(tmp_path / "saddlepoint.ico") as windows:
        assert windows.info["sizes"] == {(size, size) for size in icons.ICO_SIZES}
    with Image.open(tmp_path / "saddlepoint.icns") as mac:
        assert {width * scale for width, _, scale in mac.info["sizes"]} >= {32, 128, 256, 512, 1024}


@pytest.mark.qt_log_ignore("Cannot read file", extend=True)
def test_a_file_that_is_no_svg_is_refused(qapp, tmp_path):
    (tmp_path / "no.svg").write_text("no")
    with pytest.raises(ValueError, match=r"no\.svg"):
        script("icons").draw(tmp_path / "no.svg", 16)


# ---- the menu entry on Linux ---------------------------------------------------------------------


@pytest.fixture
def built(tmp_path, qapp):
    """Makes a folder as build.py leaves it, but with a program that is no program."""

    def make(name):
        build, folder = script("build"), tmp_path / name
        folder.mkdir()
        build.ICONS = tmp_path / "icons"
        script("icons").make(build.ICONS)
        build.add_linux(folder)
        program = folder / "Saddlepoint"
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        return folder

    return make


def call(program, home, **more):
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", **more}
    return subprocess.run([program], env=environment, capture_output=True, text=True, timeout=60)


@linux_only
@pytest.mark.parametrize("name", ["Saddlepoint", "my  programs & Söhne's (1)"])
def test_into_the_menu_and_out_again(built, tmp_path, name):
    folder, home = built(name), tmp_path / "home of mine"
    home.mkdir()
    for _ in range(2):  # again after a move, say
        done = call(folder / "install.sh", home)
        assert done.returncode == 0, done.stderr
    entry = home / ".local/share/applications/saddlepoint.desktop"
    lines = entry.read_text(encoding="utf-8").splitlines()
    assert f'Exec="{folder}/Saddlepoint"' in lines
    assert f"TryExec={folder}/Saddlepoint" in lines
    assert "Icon=saddlepoint" in lines
    if shutil.which("desktop-file-validate"):
        subprocess.run(["desktop-file-validate", entry], check=True)
    icons = sorted(p.relative_to(home / ".local/share/icons") for p in home.rglob("saddlepoint.*g"))
    assert [p.parts[1] for p in icons] == ["128x128", "256x256", "48x48", "scalable"]

    assert call(folder / "uninstall.sh", home).returncode == 0
    assert list(home.rglob("saddlepoint*")) == []
    assert (folder / "Saddlepoint").is_file()
    assert call(folder / "uninstall.sh", home).returncode == 0


@linux_only
def test_the_menu_lies_where_the_person_has_it(built, tmp_path):
    data = tmp_path / "elsewhere"
    assert (
        call(built("Saddlepoint") / "install.sh", tmp_path, XDG_DATA_HOME=str(data)).returncode == 0
    )
    assert (data / "applications" / "saddlepoint.desktop").is_file()
    assert not (tmp_path / ".local").exists()


@linux_only
@pytest.mark.parametrize("mark", ['"', "$", "`", "%", "\\"])
def test_a_folder_that_no_entry_can_name_is_refused(built, tmp_path, mark):
    done = call(built(f"a{mark}b") / "install.sh", tmp_path)
    assert done.returncode == 1
    assert f"a{mark}b" in done.stderr
    assert not (tmp_path / ".local").exists()


# ---- licenses ------------------------------------------------------------------------------------


def run_time_distributions():
    """Everything that the app's own dependencies bring along here."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    waiting = [Requirement(line) for line in tomllib.loads(text)["project"]["dependencies"]]
    seen = set()
    while waiting:
        name = canonicalize_name(waiting.pop().name)
        if name not in seen:
            seen.add(name)
            needs = map(Requirement, metadata.requires(name) or [])
            waiting += [n for n in needs if n.marker is None or n.marker.evaluate({"extra": ""})]
    return seen


def test_every_distribution_of_the_running_program_is_named_with_its_locked_version():
    licenses = script("licenses")
    text = (ROOT / "THIRD_PARTY_LICENSES").read_text(encoding="utf-8")
    titles = {
        canonicalize_name(title.rpartition(" ")[0]): title.rpartition(" ")[2]
        for title, line in zip(text.splitlines(), text.splitlines()[1:], strict=False)
        if line and line == "-" * len(title)
    }
    locked = licenses.locked()
    for name in run_time_distributions() - set(licenses.of_cuda()):
        assert titles.get(name) == locked[name], name
    for name in licenses.of_cuda():
        assert f"{name} {locked[name]}" in " ".join(text.split())


@linux_only
@pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64")
    or not metadata.version("torch").endswith("+cpu"),
    reason="the file is written from the wheels for Linux on x86-64, with torch for the CPU",
)
def test_the_licenses_are_as_they_would_be_written_now():
    assert script("licenses").main(["--check"]) == 0


def test_qt_is_said_to_be_replaceable_and_every_credit_of_the_data_is_given():
    text = " ".join((ROOT / "THIRD_PARTY_LICENSES").read_text(encoding="utf-8").split())
    assert "GNU LESSER GENERAL PUBLIC LICENSE Version 3" in text
    assert "GNU GENERAL PUBLIC LICENSE Version 3" in text
    assert "You may replace them" in text
    for credit in ("Alpaydin", "CC BY 4.0", "danielbuechele", "vultilion", "CC BY 2.0"):
        assert credit in text


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("PyInstaller's bootloader", "unlimited permission to link or embed compiled bootloader"),
        ("ICU, in PySide6's wheels", "UNICODE, INC. LICENSE AGREEMENT - DATA FILES AND SOFTWARE"),
        ("libgomp, in torch's wheels", "GCC RUNTIME LIBRARY EXCEPTION Version 3.1, 31 March 2009"),
        (
            "GLib and other libraries",
            "GNU LESSER GENERAL PUBLIC LICENSE Version 2.1, February 1999",
        ),
    ],
)
def test_what_is_packed_besides_distributions_has_its_license_too(title: str, words: str) -> None:
    text = " ".join((ROOT / "THIRD_PARTY_LICENSES").read_text(encoding="utf-8").split())
    assert title in text
    assert words in text


def test_licenses_that_copyright_files_refer_to_are_packed_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On another system nobody finds Debian's /usr/share/common-licenses."""
    build, common, folder = script("build"), tmp_path / "common", tmp_path / "licenses"
    common.mkdir()
    (common / "LGPL-2.1").write_text("the lesser license")
    monkeypatch.setattr(build, "COMMON", str(common))
    for package, words in {
        "libglib2.0-0": f"can be found in `{common}/LGPL-2.1'.",
        "libother": f"see {common}/LGPL-2.1.\nor {common}/Odd-1 for more",
    }.items():
        (folder / package).mkdir(parents=True)
        (folder / package / "copyright").write_text(words)
    build.common_licenses(folder)
    packed = {p.name: p.read_text() for p in (folder / "common-licenses").iterdir()}
    assert packed == {"LGPL-2.1": "the lesser license"}
    assert "Odd-1, which is not here" in capsys.readouterr().out


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="about Debian's packages")
def test_the_version_of_a_system_package_is_named() -> None:
    assert re.fullmatch(r"dpkg \d\S+\n", script("build").version("dpkg"))


def test_same_words_are_printed_once():
    texts = script("licenses").Texts()
    assert "Do as\n    you like." in texts.entry("A", "Do as\nyou like.\n")
    assert texts.entry("B", "Do  as you\nlike.") == "B: the same words as [1]\n"
    assert "[2]" in texts.entry("C", "Or not.")


# ---- sizes ---------------------------------------------------------------------------------------


def test_the_size_of_each_part_is_reported_and_links_count_nothing(tmp_path):
    build = script("build")
    for name, size in {
        "Saddlepoint": 2_000_000,
        "_internal/torch/lib/libtorch_cpu.so": 4_000_000,
        "_internal/torch-2.13.0.dist-info/METADATA": 1_000_000,
        "_internal/numpy.libs/libopenblas.so": 3_000_000,
        "_internal/libxcb-cursor.so.0": 1_500_000,
        "_internal/tiny/file": 10_000,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(bytes(size))
    (tmp_path / "_internal" / "libtorch_cpu.so").symlink_to("torch/lib/libtorch_cpu.so")
    rows = [line.rsplit(maxsplit=2)[:2] for line in build.report(tmp_path).splitlines()]
    assert [[name.strip(), size] for name, size in rows] == [
        ["torch", "5.0"],
        ["numpy", "3.0"],
        ["saddlepoint", "2.0"],
        ["libraries of the system", "1.5"],
        ["the rest", "0.0"],
        ["together", "11.5"],
    ]


# ---- no network ----------------------------------------------------------------------------------

NETWORK = {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "urllib"}


def imported(file: Path):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("folder", ["app", "core"])
def test_nothing_speaks_to_a_network(folder):
    files = list((ROOT / folder).rglob("*.py"))
    assert files
    for file in files:
        for name in imported(file):
            parts = name.split(".")
            assert parts[0] not in NETWORK, f"{file}: {name}"
            assert not {"QtNetwork", "QtWebSockets", "hub"} & set(parts), f"{file}: {name}"
