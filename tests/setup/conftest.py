"""setup/ in a folder of its own, with pip and apt replaced by lists of what was asked of them."""

import importlib
import shutil
import sys
import venv
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev(tmp_path, monkeypatch):
    """A fresh setup/ whose ROOT is tmp_path, and which makes environments without pip."""
    shutil.copytree(ROOT / "setup", tmp_path / "setup", ignore=lambda *_: ["__pycache__"])
    for name in ("pyproject.toml", "requirements.lock"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for name in [name for name in sys.modules if name.split(".")[0] == "setup"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    parts = ("places", "environment", "system", "whole", "commands", "faults", "alone")
    module = SimpleNamespace(
        made=[],
        installed=[],
        **{part: importlib.import_module(f"setup.{part}") for part in parts},
    )

    module.pip_install = module.environment.pip_install

    def make_venv():
        module.made.append("venv")
        environment = venv.EnvBuilder(clear=True, symlinks=sys.platform != "win32")
        environment.create(module.places.VENV)

    def pip_install(*words):
        module.installed.append(words)
        for word in words:
            if isinstance(word, str) and not word.startswith("-") and "://" not in word:
                put_in(module.environment.SITE, Requirement(word).name)

    monkeypatch.setattr(module.environment, "make_venv", make_venv)
    monkeypatch.setattr(module.environment, "pip_install", pip_install)
    monkeypatch.setattr(module.environment, "IMPORTED", ("torch",))
    yield module
    for name in [name for name in sys.modules if name.split(".")[0] == "setup"]:
        del sys.modules[name]


def put_in(site, name):
    """A distribution as pip leaves it: a package, and a record of its files and their sizes."""
    plain = name.replace("-", "_").lower()
    package, about = site / plain, site / f"{plain}-1.0.dist-info"
    package.mkdir(exist_ok=True)
    about.mkdir(exist_ok=True)
    (package / "__init__.py").write_text("one = 1\n")
    (about / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
    (about / "RECORD").write_text(f"{plain}/__init__.py,sha256=x,8\n{about.name}/METADATA,,\n")


@pytest.fixture
def ready(dev):
    """The same after a first set-up for `run`."""
    dev.whole.set_up({}, [], None)
    dev.made.clear()
    dev.installed.clear()
    return dev
