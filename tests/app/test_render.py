"""``render``: one's own settings as a file, named as ``run`` names them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from PIL import Image

from app.command_line import _request
from app.entry import main
from app.labs.descent.panel import DescentPanel
from app.panel.state import PanelState
from app.request import asked_again
from app.session import Session, write
from app.verbs import understood
from core.descent.descent import DescentSpec
from core.normalization.normalization import NormalizationSpec


@pytest.fixture
def here(qapp, monkeypatch):
    """Drawing without a screen sets the platform; afterwards it is as it was."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


RENDER = ["render", "--panel", "descent", "--size", "900x700"]
SMALL = ["--set", "steps=20", "--set", "optimizers=gd,adam"]


def test_render_draws_ones_own_settings_as_run_names_them(here, tmp_path, capsys):
    """A preset, fields of the main experiment and of the page's, and larger text."""
    path = tmp_path / "basins.png"
    words = ["--preset", "saddle: gd leaves last", "--page", "basins", "--larger", *SMALL]
    own = ["--set", "resolution=32", "--set", "optimizer=momentum"]
    assert main([*RENDER, *words, *own, "--out", str(path)]) == 0
    assert capsys.readouterr().out.split() == [str(path)]
    with Image.open(path) as picture:
        assert picture.size == (900, 700)
        meta = json.loads(picture.text["Description"])  # type: ignore[attr-defined]
    assert meta["experiment"] == "basins"
    assert meta["spec"]["surface"] == "saddle"
    assert meta["spec"]["resolution"] == 32
    assert meta["spec"]["optimizer"] == "momentum"


def test_what_is_asked_again_is_what_is_shown(here, compute, settled, show):
    """Page, settings of both forms, view and playhead, of a panel told by the words of another."""
    spec = DescentSpec().adapt(surface="beale", optimizers="gd,adam", steps=20)
    first: Any = show(DescentPanel, compute, spec)
    first.show_page("rates")
    first.form_of("rates").change(resolution=16, steps=10, y_parameter="beta1")
    first.change_view(chart="gradient", scale="linear", hidden="1")
    settled(first)
    first.transport.move_to(7)
    options = understood(["render", *asked_again(first), "--out", "x.png"])
    request = _request(options)
    second: Any = show(DescentPanel, compute, DescentSpec())
    assert request.prepare(second)
    settled(second)
    second.player.show_end()
    request.finish(second)
    assert second.state() == first.state()
    assert second.page.key == "rates"


@pytest.mark.parametrize("suffix", ["svg", "pdf", "gif"])
def test_render_writes_the_kind_of_file_that_is_named(here, tmp_path, capsys, suffix):
    path = tmp_path / f"loss.{suffix}"
    words = [*RENDER, *SMALL, "--picture", "loss above the minimum over step", "--rate", "4"]
    assert main([*words, "--seconds", "0.5", "--out", str(path)]) == 0
    begin = {"svg": b"<?xml", "pdf": b"%PDF", "gif": b"GIF89a"}[suffix]
    assert path.read_bytes().startswith(begin)


def test_render_draws_a_session(here, tmp_path, capsys):
    spec = NormalizationSpec(batch=2, size=16)
    kept = tmp_path / "mine.saddlepoint"
    state = PanelState({"normalization": spec}, "compare")
    write(kept, Session({"normalization": state}, shown="normalization"))
    path = tmp_path / "mine.png"
    assert main(["render", "--session", str(kept), "--out", str(path)]) == 0
    with Image.open(path) as picture:
        meta = json.loads(picture.text["Description"])  # type: ignore[attr-defined]
    assert meta["spec"] == spec.to_json()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--page", "weather"], "page: “weather” is not one of the choices"),
        (["--preset", "weather"], "preset: “weather” is not one of the choices"),
        (["--picture", "weather"], "picture: “weather” is not one of the choices"),
        (["--set", "weather=fine"], "there is no such parameter"),
        (["--view", "weather=fine"], "there is no such parameter"),
        (["--view", "chart=fine"], "“fine” is not one of the choices"),
        (["--view", "playhead=x"], "“x” is not one of the choices"),
        (["--set", "steps=0"], "out of range"),
        (["--page", "solid"], "SVG nor PDF"),
        (["--session", "nowhere.saddlepoint"], "nowhere.saddlepoint could not be read"),
    ],
)
def test_render_refuses_in_one_line(here, tmp_path, monkeypatch, capsys, words, said):
    monkeypatch.chdir(tmp_path)
    assert main([*RENDER, *SMALL, *words, "--out", "picture.pdf"]) == 2
    heard = capsys.readouterr()
    assert heard.out == ""
    assert said in heard.err
    assert heard.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
