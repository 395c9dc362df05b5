"""Results on disk: written whole with all that is needed to get them again, or not at all."""

import json
import os
import platform
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy
import torch

from core import __version__
from core.experiment import Frame, Run, last_frame
from core.experiments import EXPERIMENTS
from core.parameters import Reason, SpecError
from core.results import SUFFIXES, check_path, describe, versions, write


def smallest(key: str) -> tuple[Run, Frame]:
    experiment = EXPERIMENTS[key]
    run = Run(experiment, experiment.spec.from_json(experiment.smallest), "cpu")
    return run, last_frame(run)


def diverged() -> tuple[Run, Frame]:
    experiment = EXPERIMENTS["descent"]
    spec = experiment.spec.from_json({"optimizers": "gd", "learning_rate": 10.0, "steps": 50})
    run = Run(experiment, spec)
    return run, last_frame(run)


def no_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def read_json(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text("utf-8"), parse_constant=no_constant)
    return document


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_an_npz_holds_every_array_by_its_name_and_needs_no_pickle(key: str, tmp_path: Path) -> None:
    run, frame = smallest(key)
    path = tmp_path / "result.npz"
    write(path, frame, describe(run, 1.5))
    with np.load(path, allow_pickle=False) as archive:
        assert set(archive.files) == {"meta", *frame.arrays()}
        for name, array in frame.arrays().items():
            np.testing.assert_array_equal(archive[name], array)
            assert archive[name].dtype == array.dtype
        assert json.loads(str(archive["meta"])) == describe(run, 1.5)


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_a_json_holds_every_array_by_its_name(key: str, tmp_path: Path) -> None:
    run, frame = smallest(key)
    path = tmp_path / "result.json"
    write(path, frame, describe(run, 1.5))
    document = read_json(path)
    assert document.pop("meta") == describe(run, 1.5)
    assert set(document) == set(frame.arrays())
    for name, array in frame.arrays().items():
        plain = array if array.dtype.kind != "f" else np.where(np.isfinite(array), array, np.nan)
        read = np.array(document[name], array.dtype).reshape(array.shape)  # null becomes NaN
        np.testing.assert_array_equal(read, plain)


def test_json_has_null_where_there_is_no_number(tmp_path: Path) -> None:
    run, frame = diverged()
    write(tmp_path / "result.json", frame, describe(run, 0.1))
    losses = read_json(tmp_path / "result.json")["losses"][0]
    finite = np.isfinite(frame.arrays()["losses"][0])
    assert not finite.all()
    assert [loss is not None for loss in losses] == finite.tolist()


def test_npz_keeps_what_is_no_number(tmp_path: Path) -> None:
    run, frame = diverged()
    write(tmp_path / "result.npz", frame, describe(run, 0.1))
    with np.load(tmp_path / "result.npz") as archive:
        np.testing.assert_array_equal(archive["losses"], frame.arrays()["losses"])


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_meta_says_all_that_is_needed_to_get_the_numbers_again(key: str) -> None:
    run, frame = smallest(key)
    meta = json.loads(json.dumps(describe(run, 1.23456), allow_nan=False))
    assert meta["experiment"] == key
    assert meta["seed"] == getattr(run.spec, "seed", None)
    assert (meta["device"], meta["fallback"], meta["seconds"]) == ("cpu", "", 1.235)
    spec = EXPERIMENTS[meta["experiment"]].spec.from_json(meta["spec"])
    assert spec == run.spec
    again = last_frame(Run(EXPERIMENTS[key], spec, meta["device"])).arrays()
    for name, array in frame.arrays().items():
        assert again[name].tobytes() == array.tobytes()


def test_versions_are_those_of_the_running_packages() -> None:
    found = versions()
    assert found["saddlepoint"] == __version__
    assert found["python"] == platform.python_version()
    assert found["numpy"] == np.__version__
    assert found["torch"].split("+")[0] == torch.__version__.split("+")[0]
    assert found["scipy"] == scipy.__version__


def test_the_threads_are_told_by_which_last_digits_may_differ() -> None:
    run, _ = smallest("weight_scale")
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(3)
        assert describe(run, 0.0)["threads"] == 3
    finally:
        torch.set_num_threads(before)


def test_a_fallback_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    run, _ = smallest("descent")
    run.fallback = "OutOfMemoryError: CUDA out of memory."
    assert describe(run, 0.0)["fallback"] == run.fallback


# Before any work


@pytest.mark.parametrize("name", ["result", "result.txt", "result.npy", "result.NPZ", ".npz"])
def test_another_suffix_is_refused_with_those_that_are_right(name: str, tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        check_path(tmp_path / name)
    assert (caught.value.field, caught.value.reason) == ("out", Reason.NOT_A_CHOICE)
    assert (caught.value.given, caught.value.accepted) == (name, "*.npz, *.json")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        check_path(tmp_path / "no" / "result.npz")
    assert (caught.value.field, caught.value.reason) == ("out", Reason.MISSING_FILE)
    assert caught.value.given == str(tmp_path / "no")


def test_a_folder_in_the_files_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "result.npz").mkdir()
    with pytest.raises(SpecError) as caught:
        check_path(tmp_path / "result.npz")
    assert (caught.value.field, caught.value.reason) == ("out", Reason.NOT_A_FILE)
    assert caught.value.accepted == "*.npz, *.json"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_path_that_can_be_written_passes(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_path(tmp_path / f"result{suffix}")
    monkeypatch.chdir(tmp_path)
    check_path(Path(f"result{suffix}"))
    assert list(tmp_path.iterdir()) == [], "looking leaves nothing behind"


# Whole or not at all


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_was_there_is_replaced_and_nothing_else_is_left(suffix: str, tmp_path: Path) -> None:
    run, frame = smallest("descent")
    path = tmp_path / f"result{suffix}"
    path.write_text("old")
    write(path, frame, describe(run, 0.0))
    assert path.stat().st_size > 100
    assert list(tmp_path.iterdir()) == [path]


def broken_savez(file: Any, **arrays: Any) -> None:
    file.write(b"half a file")
    raise OSError("No space left on device")


def broken_replace(self: Path, target: Path) -> None:
    raise OSError("Input/output error")


def interrupted(self: Path, target: Path) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("suffix", "owner", "name", "failure", "error"),
    [
        (".npz", np, "savez_compressed", broken_savez, OSError),
        (".npz", Path, "replace", broken_replace, OSError),
        (".json", Path, "replace", broken_replace, OSError),
        (".json", Path, "replace", interrupted, KeyboardInterrupt),
    ],
)
def test_a_failure_leaves_what_was_there_and_nothing_behind(
    suffix: str,
    owner: Any,
    name: str,
    failure: Callable[..., None],
    error: type[BaseException],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run, frame = smallest("descent")
    path = tmp_path / f"result{suffix}"
    path.write_text("old")
    monkeypatch.setattr(owner, name, failure)
    with pytest.raises(error):
        write(path, frame, describe(run, 0.0))
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_meta_that_is_no_json_is_found_before_a_file_is_touched(tmp_path: Path) -> None:
    _, frame = smallest("descent")
    for suffix in SUFFIXES:
        with pytest.raises((TypeError, ValueError)):
            write(tmp_path / f"result{suffix}", frame, {"seconds": object()})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_the_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    run, frame = smallest("descent")
    write(tmp_path / "result.npz", frame, describe(run, 0.0))
    (tmp_path / "plain").touch()
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("result.npz", "plain")}
    assert len(modes) == 1
