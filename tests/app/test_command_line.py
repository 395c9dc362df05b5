"""The command line, called in this process and, where imports and exits count, in others."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.entry import main
from app.session import RENAMED
from app.words import labels
from app.words.vocabulary import experiment_name
from core import __version__
from core.array_docs import array_docs
from core.experiments import EXPERIMENTS
from core.parameters import Choice, Scale, parameter_of, parameters
from tests.patience import SECONDS

ROOT = Path(__file__).resolve().parents[2]

QUICK = {
    **{
        key: [f"{name}={value}" for name, value in experiment.smallest.items()]
        for key, experiment in EXPERIMENTS.items()
    },
    "descent": ["surface=beale", "optimizers=gd,adam", "steps=20"],
    "normalization": ["batch=2", "size=16"],
}


def sets(*pairs: str) -> list[str]:
    return [word for pair in pairs for word in ("--set", pair)]


def other_process(*words: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    """main.py as a person starts it."""
    return subprocess.run(
        [sys.executable, "main.py", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        encoding=encoding,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )


def imported_by(*words: str) -> tuple[int, set[str]]:
    """The exit status of a command, and the packages that it imported."""
    script = (
        "import sys\n"
        "from app.entry import main\n"
        "try:\n"
        "    status = main(sys.argv[1:])\n"
        "except SystemExit as end:\n"
        "    status = end.code or 0\n"
        "print('\\nIMPORTED', status, *{name.split('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    last = done.stdout.splitlines()[-1].split()
    assert last[0] == "IMPORTED", done.stderr
    return int(last[1]), set(last[2:])


# ---- list ----------------------------------------------------------------------------------------


@pytest.fixture
def columns(monkeypatch, request):
    """A terminal of so many columns."""
    monkeypatch.setenv("COLUMNS", str(request.param))
    return request.param


@pytest.mark.parametrize("columns", [40, 80, 200], indirect=True)
def test_list_is_a_page_with_a_line_for_each_experiment(columns, capsys):
    assert main(["list"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    lines = out.splitlines()
    assert max(map(len, lines)) <= columns
    keys = [line.split()[0] for line in lines if re.match("  [a-z]", line)]
    assert keys == list(EXPERIMENTS)
    assert [name for name in labels.PANELS.values() if name in lines] == [*labels.PANELS.values()]
    words = " ".join(out.split())
    assert all(words.count(experiment_name(key)) == 1 for key in EXPERIMENTS)
    if columns == 80:
        assert len(lines) <= len(labels.PANELS) + 2 * len(EXPERIMENTS)


def solid(text: str) -> str:
    """Without the breaks between its words, wherever they are."""
    return "".join(text.split())


@pytest.mark.parametrize("columns", [40, 80, 200], indirect=True)
@pytest.mark.parametrize("key", EXPERIMENTS)
def test_list_of_one_names_its_parameters_and_arrays(columns, capsys, key):
    assert main(["list", key]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    experiment = EXPERIMENTS[key]
    lines = out.splitlines()
    assert solid(out).startswith(solid(f"{key}: {experiment_name(key)}"))
    begun = [line.split()[0] for line in lines if re.match("  [^ ]", line)]
    for parameter in parameters(experiment.spec):
        assert parameter.name in begun
        assert solid(parameter.help) in solid(out)
        options = parameter.options(experiment.spec()) if isinstance(parameter, Choice) else ()
        for option in options:
            assert str(option) in out
    assert all(array.name in begun for array in array_docs(experiment.frame))
    # A name or a value of its own may be longer than a line, no sentence is.
    assert all(len(line) <= columns or " " not in line.strip() for line in lines)
    assert not any(line != line.rstrip() for line in lines)


def test_list_of_what_there_is_not_is_refused(capsys):
    assert main(["list", "weather"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "weather" in err
    assert "descent" in err


def test_list_of_one_as_json_is_its_part_of_the_whole(capsys):
    main(["list", "--json"])
    whole = json.loads(capsys.readouterr().out)
    main(["list", "basins", "--json"])
    assert json.loads(capsys.readouterr().out) == {"basins": whole["basins"]}


def test_list_as_json_says_all_there_is(capsys):
    assert main(["list", "--json"]) == 0
    described = json.loads(capsys.readouterr().out)
    assert list(described) == list(EXPERIMENTS)
    for key, experiment in EXPERIMENTS.items():
        entry = described[key]
        assert entry["name"] == experiment_name(key)
        assert [p["name"] for p in entry["parameters"]] == [
            p.name for p in parameters(experiment.spec)
        ]
        default = experiment.spec()
        for p in entry["parameters"]:
            assert {"name", "type", "default", "unit", "help"} <= set(p)
            if p["type"] in ("number", "integer"):
                low, high = p["range"]
                applies = parameter_of(experiment.spec, p["name"]).applies_to(default)
                assert low <= p["default"] <= high or not applies
                assert p["scale"] in set(Scale)
                assert low > 0 or p["scale"] != "log"
            if p["type"] == "choice":
                # Of what a file holds there are no choices before there is a file.
                assert p["default"] in p["choices"] or not p["choices"]


def test_the_listed_defaults_are_accepted(capsys):
    main(["list", "--json"])
    for key, entry in json.loads(capsys.readouterr().out).items():
        spec = EXPERIMENTS[key].spec
        texts = {p["name"]: p["default_text"] for p in entry["parameters"]}
        texts = {name: text for name, text in texts.items() if text != ""}
        assert spec.from_text(texts) == spec()


# ---- run -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_run_writes_every_array_and_where_it_came_from(tmp_path, capsys, key):
    out = tmp_path / "result.npz"
    assert main(["run", key, *sets(*QUICK[key]), "--device", "cpu", "--out", str(out)]) == 0
    said, err = capsys.readouterr()
    assert err == ""  # no bar where nobody watches
    assert "CPU" in said
    assert str(out) in said
    with np.load(out, allow_pickle=False) as stored:
        names = set(stored.files)
        meta = json.loads(str(stored["meta"]))
    assert all(name in said for name in names - {"meta"})
    assert meta["device"] == "cpu"
    assert meta["seconds"] >= 0
    assert {"python", "numpy", "scipy", "torch", "saddlepoint"} <= set(meta["versions"])
    for pair in QUICK[key]:
        name, text = pair.split("=", 1)
        assert str(meta["spec"][name]) == text
    assert EXPERIMENTS[key].spec.from_json(meta["spec"]).to_json() == meta["spec"]
    assert [path.name for path in tmp_path.iterdir()] == ["result.npz"]


ARRAYS = {
    "descent": {
        "optimizers": (2,),
        "positions": (2, 21, 2),
        "losses": (2, 21),
        "gradient_norms": (2, 21),
    },
    "activations": {
        "edges": (65,),
        "a_counts": (2, 64),
        "b_gradient_std": (2,),
        "a_saturated": (2,),
        "b_dead": (2,),
        "a_below": (2,),
        "a_above": (2,),
        "b_nonfinite": (2,),
        "a_mean": (2,),
        "b_std": (2,),
    },
    "normalization": {
        **dict.fromkeys(("input", "bn", "ln", "in", "gn"), (2, 8, 16, 16)),
        "difference": (4,),
    },
}


@pytest.mark.parametrize("key", ARRAYS)
def test_arrays_have_the_names_and_shapes_that_are_promised(tmp_path, key):
    out = tmp_path / "result.npz"
    assert main(["run", key, *sets(*QUICK[key]), "--out", str(out)]) == 0
    with np.load(out, allow_pickle=False) as stored:
        assert {name: stored[name].shape for name in ARRAYS[key]} == ARRAYS[key]


def test_run_writes_json_too(tmp_path):
    out = tmp_path / "result.json"
    assert main(["run", "descent", *sets(*QUICK["descent"]), "--out", str(out)]) == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["optimizers"] == ["gd", "adam"]
    assert len(document["losses"][1]) == 21
    assert document["meta"]["experiment"] == "descent"


def test_divergence_is_a_result(tmp_path, capsys):
    out = tmp_path / "result.json"
    pairs = ("surface=beale", "optimizers=gd", "learning_rate=100", "steps=30")
    assert main(["run", "descent", *sets(*pairs), "--out", str(out)]) == 0
    assert "diverged" in capsys.readouterr().out
    assert json.loads(out.read_text(encoding="utf-8"))["losses"][0][-1] is None


def test_run_says_what_it_found(capsys):
    assert main(["run", "activations", *sets("depth=8", "width=64", "samples=64")]) == 0
    out = capsys.readouterr().out
    assert "A: signal vanishing" in out
    assert "B: healthy" in out


def test_running_twice_gives_the_same_numbers(tmp_path):
    found = []
    for name in ("one.npz", "two.npz"):
        main(["run", "activations", *sets(*QUICK["activations"]), "--out", str(tmp_path / name)])
        with np.load(tmp_path / name) as stored:
            found.append({key: stored[key].tobytes() for key in stored.files if key != "meta"})
    assert found[0] == found[1]


def test_a_gpu_that_fails_is_said_on_stderr(monkeypatch, capsys):
    from core import device as devices

    def run(spec, device):
        if device == "cuda":
            raise RuntimeError("CUDA out of memory")
        yield from EXPERIMENTS["normalization"].frames(spec, device)

    import dataclasses

    import app.command_line as module

    failing = dataclasses.replace(EXPERIMENTS["normalization"], run=run)
    monkeypatch.setattr(module, "experiment", lambda key: failing)
    monkeypatch.setattr(devices, "available", lambda: ("cuda", "cpu"))
    monkeypatch.setattr(devices, "release", lambda device: None)
    assert main(["run", "normalization", *sets(*QUICK["normalization"])]) == 0
    out, err = capsys.readouterr()
    assert "CUDA out of memory" in err
    assert "CPU" in out


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path, capsys, monkeypatch):
    from core import results

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(results, "write", fail)
    out = tmp_path / "result.npz"
    status = main(["run", "heights", *sets(*QUICK["heights"]), "--out", str(out)])
    assert status == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "No space left on device" in err


# ---- refusals ------------------------------------------------------------------------------------

REFUSALS = {
    "unknown experiment": (["run", "weather"], "experiment", "weather", "descent"),
    "unknown parameter": (["run", "descent", "--set", "speed=1"], "speed", "speed", "steps"),
    "no number": (["run", "descent", "--set", "steps=many"], "steps", "many", "1 … 20000"),
    "too large": (["run", "descent", "--set", "steps=1e9"], "steps", "1000000000", "1 … 20000"),
    "no whole number": (["run", "descent", "--set", "steps=2.5"], "steps", "2.5", "1 … 20000"),
    "empty": (["run", "descent", "--set", "learning_rate="], "learning_rate", "", "100"),
    "nan": (["run", "descent", "--set", "learning_rate=nan"], "learning_rate", "nan", "100"),
    "unknown choice": (["run", "descent", "--set", "surface=moon"], "surface", "moon", "beale"),
    "unknown optimizer": (
        ["run", "descent", "--set", "optimizers=gd,ada"], "optimizers", "ada", "nadam",
    ),
    "unknown hyper-parameter": (
        ["run", "descent", "--set", "optimizers=gd:beta1=0.5"],
        "gd:beta1",
        "beta1",
        "learning_rate",
    ),
    "no optimizer": (["run", "descent", "--set", "optimizers="], "optimizers", "0", "1 … 16"),
    "start outside": (
        ["run", "descent", "--set", "surface=beale", "--set", "start_x=5"],
        "start_x",
        "5",
        "-4.5 … 4.5",
    ),
    "no divisor": (["run", "normalization", "--set", "groups=3"], "groups", "3", "1, 2, 4, 8"),
    "no switch": (["run", "normalization", "--set", "convolve=maybe"], "convolve", "maybe", "true"),
    "no pair": (["run", "descent", "--set", "steps"], "set", "steps", "NAME=VALUE"),
    "unknown device": (["run", "descent", "--device", "tpu"], "device", "tpu", "cuda"),
    "suffix": (["run", "descent", "--out", "result.csv"], "out", "result.csv", "*.npz"),
    "no folder": (["run", "descent", "--out", "nowhere/x.npz"], "out", "nowhere", "path"),
    "unknown panel": (["--panel", "weather"], "panel", "weather", "descent"),
    "panel to render": (
        ["render", "--out", "gallery", "--panel", "weather"], "panel", "weather", "descent",
    ),
    "film": (
        ["render", "--out", "a.gif", "--panel", "descent", "--rate", "0"], "rate", "0", "1 … 50",
    ),
    "no panel to set": (
        ["render", "--out", "gallery", "--set", "steps=5"], "panel", "", "descent",
    ),
    "size": (["render", "--out", "gallery", "--size", "big"], "size", "big", "640x400"),
    "small": (["render", "--out", "gallery", "--size", "10x10"], "size", "10x10", "640x400"),
    "theme": (["render", "--out", "gallery", "--theme", "pink"], "theme", "pink", "light, dark"),
    "language": (["render", "--out", "gallery", "--language", "fr"], "language", "fr", "zh_CN"),
}  # fmt: skip

DATA_REFUSALS = {
    "no file": (["source=file"], "path", "", "*.npy"),
    "missing file": (["source=file", "path=nowhere.npy"], "path", "nowhere.npy", "path"),
    "broken file": (["source=file", "path=broken.npy"], "path", "broken.npy", "*.npy"),
    "five axes": (["source=file", "path=five.npy"], "path", "3x3x3x3x3", "[N, C, H, W]"),
    "objects": (["source=file", "path=objects.npy"], "path", "objects.npy", "float"),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with files that make no sense, and nothing else is written into it."""
    (tmp_path / "broken.npy").write_bytes(b"\x93NUMPY\x01\x00 not really")
    np.save(tmp_path / "five.npy", np.zeros((3, 3, 3, 3, 3)))
    np.save(tmp_path / "objects.npy", np.array([{}, []], dtype=object), allow_pickle=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def assert_refused(status, output, field, given, accepted):
    out, err = output
    assert status == 2
    assert out == ""
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert err.startswith(f"saddlepoint: {field}: ")
    assert given in err
    assert accepted in err


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_is_one_line_that_says_it_all(folder, capsys, case):
    words, *parts = REFUSALS[case]
    before = sorted(folder.iterdir())
    status = main(words)
    assert_refused(status, capsys.readouterr(), *parts)
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("case", DATA_REFUSALS)
def test_what_only_the_data_show_is_refused_the_same_way(folder, capsys, case):
    pairs, *parts = DATA_REFUSALS[case]
    before = sorted(folder.iterdir())
    status = main(["run", "normalization", *sets(*pairs), "--out", "result.npz"])
    assert_refused(status, capsys.readouterr(), *parts)
    assert sorted(folder.iterdir()) == before


def test_an_older_result_survives_a_refusal(folder, capsys):
    (folder / "result.json").write_text("mine", encoding="utf-8")
    words = ["run", "normalization", *sets("source=file", "path=broken.npy")]
    assert main([*words, "--out", "result.json"]) == 2
    assert (folder / "result.json").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("given", ["two\nlines", "a\r\nb", "tab\there", "{0}", "%s", "“quoted”"])
def test_whatever_is_given_the_refusal_is_one_line(capsys, given):
    assert main(["run", "descent", "--set", f"surface={given}"]) == 2
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1


def test_a_device_that_is_not_here_is_refused(capsys, monkeypatch):
    from core import device as devices

    monkeypatch.setattr(devices, "available", lambda: ("cpu",))
    status = main(["run", "normalization", *sets(*QUICK["normalization"]), "--device", "mps"])
    assert_refused(status, capsys.readouterr(), "device", "mps", "auto, cpu")


@pytest.mark.parametrize("words", [["dance"], ["run"], ["render"], ["--size"], ["list", "--xml"]])
def test_words_that_are_no_command_exit_with_two(capsys, words):
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert capsys.readouterr().out == ""


# ---- in a process of their own -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["list"], 0),
        (["list", "activations"], 0),
        (["list", "--json"], 0),
        (["--help"], 0),
        (["--version"], 0),
        (["run", "--help"], 0),
        (["run", "descent", "--set", "steps=many"], 2),
        (["run", "activations", "--set", "width=0"], 2),
        (["run", "normalization", "--set", "groups=3"], 2),
        (["run", "weather"], 2),
        (["run", "activations", "--device", "tpu"], 2),
        (["render", "--out", "gallery", "--size", "big"], 2),
        (["--panel", "weather"], 2),
    ],
    ids=lambda x: " ".join(x) if isinstance(x, list) else "",
)
def test_what_needs_no_torch_does_not_wait_for_it(words, status):
    found, packages = imported_by(*words)
    assert found == status
    assert packages & {"torch", "scipy", "sympy", "PySide6", "pyqtgraph"} == set()


def test_runs_import_no_qt():
    status, packages = imported_by("run", "normalization", *sets(*QUICK["normalization"]))
    assert status == 0
    assert "torch" in packages
    assert packages & {"PySide6", "shiboken6", "pyqtgraph"} == set()


def test_main_is_the_entry():
    done = other_process("run", "descent", *sets(*QUICK["descent"]))
    assert done.returncode == 0, done.stderr
    assert "Adam" in done.stdout
    done = other_process("run", "descent", "--set", "steps=many")
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_version_and_help():
    assert other_process("--version").stdout.strip() == f"Saddlepoint {__version__}"
    words = other_process("--help").stdout
    assert all(word in words for word in ("list", "run", "render", "--self-check", "--panel"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a display")
def test_without_a_display_the_window_says_so():
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    done = subprocess.run(
        [sys.executable, "main.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={name: value for name, value in os.environ.items() if name not in hidden},
    )
    assert done.returncode == 1
    assert "no display" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_leaves_early_is_no_error():
    process = subprocess.Popen(
        [sys.executable, "main.py", "list", "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait(SECONDS)
    assert b"Traceback" not in err
    assert b"BrokenPipe" not in err


# ---- pictures ------------------------------------------------------------------------------------


@pytest.fixture
def environment(monkeypatch):
    """Drawing without a screen sets the platform; afterwards it is as it was."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


def colors(path: Path) -> dict[int, int]:
    """How often each color occurs, looked at every few pixels."""
    image = QImage(str(path))
    found: dict[int, int] = {}
    for x in range(0, image.width(), 5):
        for y in range(0, image.height(), 5):
            pixel = image.pixel(x, y)
            found[pixel] = found.get(pixel, 0) + 1
    return found


def test_render_draws_one_panel_in_both_themes_and_languages(qapp, environment, tmp_path, capsys):
    from app.theme import THEMES

    drawn = {}
    for theme, language in (("light", "en"), ("dark", "en"), ("light", "zh_CN")):
        out = tmp_path / f"{theme}-{language}" / "below"
        words = ["render", "--panel", "normalization", "--out", str(out), "--size", "900x700"]
        assert main([*words, "--theme", theme, "--language", language]) == 0
        (path,) = out.iterdir()
        assert path.name == "normalization.png"
        assert capsys.readouterr().out.strip() == str(path)
        image = QImage(str(path))
        assert (image.width(), image.height()) == (900, 700)
        found = colors(path)
        most = max(found, key=lambda color: found[color])
        themed = {THEMES[theme].window, THEMES[theme].panel, THEMES[theme].picture}
        assert f"#{most & 0xFFFFFF:06x}" in themed
        assert len(found) > 50
        drawn[theme, language] = path.read_bytes()
    assert len(set(drawn.values())) == 3  # Chinese looks otherwise than English


def test_render_all_draws_pages_and_presets(qapp, environment, tmp_path, capsys):
    words = ["render", "--panel", "descent", "--out", str(tmp_path), "--size", "900x700", "--all"]
    assert main(words) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert {"descent.png", "descent-basins.png", "descent-preset-1.png"} <= names
    assert capsys.readouterr().out.count(".png") == len(names)


def test_render_draws_every_panel_without_a_display(tmp_path):
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    done = subprocess.run(
        [sys.executable, "main.py", "render", "--out", str(tmp_path / "gallery")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={name: value for name, value in os.environ.items() if name not in hidden},
    )
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "gallery").iterdir()) == sorted(
        f"{key}.png" for key in labels.PANELS
    )
    for path in (tmp_path / "gallery").iterdir():
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1280, 800)
        assert len(colors(path)) > 50


def test_render_into_a_file_is_refused(folder, capsys, environment):
    status = main(["render", "--out", "five.npy"])
    assert_refused(status, capsys.readouterr(), "out", "five.npy", "DIR")


@pytest.mark.parametrize(
    ("words", "file"),
    [
        (["mine.saddlepoint"], "mine.saddlepoint"),
        (["--open", "mine.saddlepoint"], "mine.saddlepoint"),
        (["folder"], "folder"),
        ([], None),
    ],
)
def test_a_file_alone_is_opened(words, file, monkeypatch, tmp_path):
    asked: list[tuple[str | None, str | None]] = []

    def open_window(panel: str | None, path: str | None) -> int:
        asked.append((panel, path))
        return 0

    monkeypatch.setattr("app.application.open_window", open_window)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    assert main(words) == 0
    assert asked == [(None, file)]


@pytest.mark.parametrize("verb", ["list", "lessons"])
def test_a_folder_of_a_verbs_name_is_not_in_its_way(capsys, monkeypatch, tmp_path, verb):
    (tmp_path / verb).mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("app.application.open_window", None)  # whoever calls it fails
    assert main([verb]) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
@pytest.mark.parametrize("verb", ["run", "script", "list"])
def test_a_name_of_0_1_0_is_taken_for_the_one_of_now(capsys, verb, old, new):
    given = [] if verb == "list" else sets(*QUICK[new])
    assert main([verb, old, *given]) == 0
    out, err = capsys.readouterr()
    assert err == f"saddlepoint: {old} is called {new} now\n"
    main([verb, new, *given])
    assert without_time(capsys.readouterr().out) == without_time(out)


def without_time(text: str) -> str:
    return re.sub(r"[0-9.]+ s$", "", text, flags=re.MULTILINE)


def test_a_word_that_is_neither_command_nor_file_is_refused(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["rnu"])
    assert end.value.code == 2
    assert "rnu" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_a_terminal_that_knows_no_greek_is_no_reason_to_fail(encoding):
    done = other_process("list", "descent", encoding=encoding)
    assert done.returncode == 0, done.stderr
    assert "learning_rate" in done.stdout


# ---- self-check ----------------------------------------------------------------------------------


def test_self_check_lists_every_experiment_and_panel():
    done = other_process("--self-check")
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    checked = {(row[0], row[1]): row[2] for row in rows if len(row) >= 3}
    assert checked == {
        **{("run", key): "ok" for key in EXPERIMENTS},
        ("read", "lessons"): "ok",
        **{("panel", key): "ok" for key in labels.PANELS},
    }


def test_self_check_tells_what_is_broken(qapp, environment, monkeypatch, capsys):
    """An experiment that fails is named with its report, and the exit status says so."""
    import dataclasses

    from app import headless

    def run(spec, device):
        yield None
        raise RuntimeError("boom")

    broken = dataclasses.replace(EXPERIMENTS["heights"], run=run)
    monkeypatch.setattr(headless, "EXPERIMENTS", {"heights": broken})
    monkeypatch.setattr(headless, "PANELS", ())
    assert main(["--self-check"]) == 1
    out, err = capsys.readouterr()
    assert "heights" in out
    assert "FAILED" in out
    assert "RuntimeError: boom" in err


# ---- script --------------------------------------------------------------------------------------


def test_script_prints_what_runs_without_torch_or_qt(capsys):
    assert main(["script", "descent", *sets("surface=beale", "steps=3")]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "STEPS = 3" in out
    assert out.endswith("\n")
    compile(out, "<script>", "exec")
    status, imported = imported_by("script", "descent")
    assert status == 0
    assert not {"torch", "PySide6", "scipy"} & imported


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["descent", "--set", "steps=0"],
        ["descent", "--set", "steps"],
        ["activations", "--set", "input=file"],
    ],
)
def test_script_refuses_what_run_refuses(words, capsys):
    assert main(["script", *words]) == 2
    of_script = capsys.readouterr()
    assert main(["run", *words]) == 2
    of_run = capsys.readouterr()
    assert of_script.out == ""
    assert of_script.err == of_run.err


def test_self_check_tells_of_a_page_that_never_draws(qapp, environment, monkeypatch, capsys):
    """A panel that computes an experiment and shows nothing of it is not whole."""
    from app import headless
    from app.labs.normalization import panel as normalization
    from app.labs.panels import PANELS

    class Forgetful(normalization.NormalizationPanel):
        def requests(self):
            return () if self.page is self.weights else super().requests()

    monkeypatch.setattr(normalization, "NormalizationPanel", Forgetful)
    monkeypatch.setattr(headless, "EXPERIMENTS", {})
    own = tuple(entry for entry in PANELS if entry.key == "normalization")
    monkeypatch.setattr(headless, "PANELS", own)
    assert main(["--self-check"]) == 1
    assert "nothing was drawn of weight_scale" in capsys.readouterr().err


# ---- odd words ----------------------------------------------------------------------------------

LONG, DIGITS, HUGE = "n" * 300, "9" * 5000, "k" * 100_000


def status_of(words):
    """What the program would end with, also where argparse ends it."""
    try:
        return main(words)
    except SystemExit as end:
        return end.code


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["render", "--out", LONG], 1),
        (["render", "--out", "x", "--size", f"{DIGITS}x400"], 2),
        (["run", "descent", "--out", f"{LONG}.npz"], 1),
        (["run", "descent", "--out", f"{LONG}/x.npz"], 1),
        (["run", "descent", *sets(f"learning_rate={HUGE}")], 2),
        (["run", "descent", *sets(f"{HUGE}=1")], 2),
        (["run", "descent", *sets(f"steps={DIGITS}")], 2),
        (["run", "descent", *sets("surface=formula", f"formula={HUGE}")], 2),
        (["run", "descent", *sets("surface=a\x1b[31mb\u202ec")], 2),
        (["run", "descent", "--device", HUGE], 2),
        (["run", HUGE], 2),
        (["list", "\x1b[2J"], 2),
        (["lessons", HUGE], 2),
        (["--panel", "\x1b]0;title\x07"], 2),
        ([HUGE], 2),
        ([LONG], 2),
        (["\x1b[2J"], 2),
        (["list", "descent", HUGE], 2),
    ],
    ids=lambda given: " ".join(given)[:40] if isinstance(given, list) else None,
)
def test_whatever_is_typed_is_refused_in_one_line_that_shows_it(words, status, capsys, tmp_path):
    """Long, with digits without end, or with letters that would move a terminal's cursor."""
    assert status_of(words) == status
    out, err = capsys.readouterr()
    assert out == ""
    line = err.splitlines()[-1]
    assert line.startswith("saddlepoint: ")
    assert len(line) < 1500
    assert line.isprintable()
    assert "Traceback" not in err


def test_a_word_is_quoted_with_its_control_letters_as_python_writes_them(capsys):
    main(["run", "descent", "--set", "surface=a\x1b[31mb\u202ec"])
    assert "“a\\x1b[31mb\\u202ec”" in capsys.readouterr().err
