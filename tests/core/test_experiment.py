"""Runs and frames: what every experiment holds to, and how a run falls back to the CPU."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np
import pytest
import torch

from core import device as devices
from core import kept
from core.descent.descent import DescentSpec
from core.experiment import Experiment, Frame, Frames, Run, last_frame, read_only
from core.experiments import EXPERIMENTS
from core.normalization.normalization import NormalizationSpec
from core.parameters import Reason, Spec, SpecError, integer, number
from core.signals import passes
from core.signals.activations import ActivationsSpec
from tests.cases.case import case

SMALL = [spec for key in EXPERIMENTS for spec in case(key).small]

MANY = 40
"""The pieces of a run that is closed at each of them; a longer one is closed at six."""


def arrays_of(spec: Spec) -> dict[str, np.ndarray[Any, Any]]:
    kept.forget()  # or a second run would only look up what the first has made
    return last_frame(Run(EXPERIMENTS[spec.key], spec, "cpu")).arrays()


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one.keys() == other.keys() and all(
        one[name].tobytes() == other[name].tobytes() for name in one
    )


# What every experiment holds to


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_every_experiment_has_its_case(key: str) -> None:
    """What is special about it stands in a file of its own; the error names the one missing."""
    assert case(key).small
    assert case(key).scripts


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_the_smallest_run_ends_at_its_total_with_the_promised_arrays(key: str) -> None:
    experiment = EXPERIMENTS[key]
    frame = last_frame(Run(experiment, experiment.spec.from_json(experiment.smallest), "cpu"))
    assert frame.step == frame.total
    assert set(frame.arrays()) == set(case(key).arrays)


@pytest.mark.parametrize("spec", SMALL, ids=lambda s: s.key)
def test_the_same_spec_gives_the_same_frames(spec: Spec) -> None:
    assert same(arrays_of(spec), arrays_of(spec))


@pytest.mark.parametrize("spec", [s for s in SMALL if hasattr(s, "seed")], ids=lambda s: s.key)
def test_another_seed_gives_other_numbers_where_there_is_chance(spec: Spec) -> None:
    unchanged = same(arrays_of(spec), arrays_of(spec.replace(seed=1)))
    assert unchanged is (spec in case(spec.key).without_chance)


@pytest.mark.parametrize("spec", SMALL, ids=lambda s: s.key)
def test_no_frame_can_be_written_to(spec: Spec) -> None:
    def arrays(part: Any) -> Iterator[np.ndarray[Any, Any]]:
        for field in dataclasses.fields(part):
            value = getattr(part, field.name)
            if dataclasses.is_dataclass(value):
                yield from arrays(value)
            elif isinstance(value, np.ndarray):
                yield value

    for frame in Run(EXPERIMENTS[spec.key], spec, "cpu"):
        if frame is not None:
            found = list(arrays(frame))
            assert found
            assert not any(array.flags.writeable for array in found)
            with pytest.raises(dataclasses.FrozenInstanceError):
                frame.step = 0  # type: ignore[misc]


def test_an_early_frame_is_not_changed_by_the_steps_that_follow() -> None:
    frames: list[tuple[Frame, dict[str, np.ndarray[Any, Any]]]] = []
    for frame in Run(EXPERIMENTS["descent"], DescentSpec(steps=450), "cpu"):
        if frame is not None:
            frames.append((frame, {n: array.copy() for n, array in frame.arrays().items()}))
    assert [frame.step for frame, _ in frames] == [100, 200, 300, 400, 450]
    assert all(frame.total == 450 for frame, _ in frames)
    for frame, copies in frames:
        assert same(frame.arrays(), copies)
        assert frame.arrays()["positions"].shape == (8, frame.step + 1, 2)


CLOSED = [
    spec
    for key in EXPERIMENTS
    for spec in ([case(key).closed] if case(key).closed is not None else case(key).small)
]


@pytest.mark.parametrize("spec", CLOSED, ids=lambda s: s.key)
def test_a_run_can_be_closed_wherever_it_stands(spec: Spec) -> None:
    pieces = sum(1 for _ in Run(EXPERIMENTS[spec.key], spec, "cpu"))
    assert pieces > 1
    # Of a run of many pieces only some are tried, the first ones among them.
    some = range(pieces) if pieces <= MANY else (0, 1, 2, *range(3, pieces, pieces // 3))
    for stop in some:
        kept.forget()  # what is kept makes a run shorter
        run = Run(EXPERIMENTS[spec.key], spec, "cpu")
        for _ in range(stop):
            next(run)
        run.close()
        with pytest.raises(StopIteration):
            next(run)


@pytest.mark.parametrize("spec", SMALL, ids=lambda s: s.key)
def test_a_run_leaves_nothing_global_behind_at_any_yield(spec: Spec) -> None:
    of_torch, of_numpy = (
        torch.random.get_rng_state(),
        np.random.get_state(legacy=False)["state"]["key"],
    )
    assert torch.is_grad_enabled()
    for _ in Run(EXPERIMENTS[spec.key], spec, "cpu"):
        assert torch.is_grad_enabled(), "a mode that is held over a yield leaks to other jobs"
        assert torch.get_default_dtype() is torch.float32
    assert torch.equal(torch.random.get_rng_state(), of_torch)
    np.testing.assert_array_equal(np.random.get_state(legacy=False)["state"]["key"], of_numpy)


def breaths(spec: Spec) -> int:
    kept.forget()
    return sum(frame is None for frame in Run(EXPERIMENTS[spec.key], spec, "cpu"))


def test_a_race_breathes_after_each_hundred_steps_of_each_competitor() -> None:
    assert breaths(DescentSpec(steps=1000)) >= 8 * 10


def test_a_net_breathes_between_its_layers_both_ways() -> None:
    spec = ActivationsSpec(depth=12, width=8, samples=8)
    assert breaths(spec) >= 2 * (12 + 11)


def test_a_large_product_breathes_between_blocks_and_stays_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spec = ActivationsSpec(depth=3, width=32, samples=64)
    whole, few = arrays_of(spec), breaths(spec)
    # Blocks of 5 rows: 13 products where there was one, in 3 layers forward and 2 back; the
    # weights' gradients, 64 samples long, in blocks of 2. Twice.
    monkeypatch.setattr(passes, "OPERATIONS_A_BREATH", 2 * 32 * 32 * 5)
    assert breaths(spec) == few + 2 * ((3 + 2) * 13 + 3 * 16)
    for name, array in arrays_of(spec).items():
        if name.endswith(("counts", "octaves")):
            assert array.sum() == whole[name].sum()
        elif name.endswith("median"):  # read from counts
            np.testing.assert_allclose(array, whole[name], rtol=0.02)
        else:
            # The order of a float32 sum over 32 products may differ by their rounding.
            np.testing.assert_allclose(array, whole[name], rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("activation", ["gelu", "identity"])
def test_a_large_layers_function_breathes_between_blocks_and_stays_the_same(
    activation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = ActivationsSpec(depth=3, width=32, samples=64, activation=activation)
    whole, few = arrays_of(spec), breaths(spec)
    # Blocks of 5 rows: 13 in each layer, for f and for f'. Of two nets.
    monkeypatch.setattr(passes, "VALUES_A_BREATH", 32 * 5)
    assert breaths(spec) == few + 2 * 2 * 3 * 13
    for name, array in arrays_of(spec).items():
        np.testing.assert_array_equal(array, whole[name], err_msg=name)


def test_a_normalization_breathes_between_its_norms() -> None:
    assert breaths(NormalizationSpec(batch=1, size=8)) >= 4 * 2


@pytest.mark.parametrize("key", ["descent", "heights"])
def test_what_does_not_use_torch_runs_on_the_cpu_whatever_is_there(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "available", lambda: ("cuda", "cpu"))
    spec = EXPERIMENTS[key].spec.from_json(EXPERIMENTS[key].smallest)
    for choice in ("auto", "cpu", "cuda"):
        assert Run(EXPERIMENTS[key], spec, choice).device == "cpu"


# Devices


def test_auto_takes_the_fastest_device_for_what_a_gpu_serves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for found in (("cuda", "cpu"), ("mps", "cpu"), ("cpu",)):
        monkeypatch.setattr(devices, "available", lambda found=found: found)
        assert devices.resolve("auto", on_gpu=True) == found[0]
        assert devices.resolve("auto", on_gpu=False) == "cpu"
        assert devices.resolve("cpu", on_gpu=True) == "cpu"


def test_a_device_that_is_not_there_is_refused_with_those_that_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(devices, "available", lambda: ("cpu",))
    for on_gpu in (True, False):
        with pytest.raises(SpecError) as caught:
            devices.resolve("cuda", on_gpu=on_gpu)
        assert (caught.value.field, caught.value.reason) == ("device", Reason.NOT_AVAILABLE)
        assert caught.value.accepted == "auto, cpu"


def test_a_device_that_nobody_knows_is_refused() -> None:
    with pytest.raises(SpecError) as caught:
        devices.resolve("tpu", on_gpu=True)
    assert (caught.value.field, caught.value.reason) == ("device", Reason.NOT_A_CHOICE)
    assert caught.value.accepted == "auto, cpu, cuda, mps"


def test_the_cpu_is_always_available_and_has_a_name() -> None:
    assert devices.available()[-1] == "cpu"
    assert devices.name("cpu")
    assert devices.name("mps") == "Apple GPU"


# Falling back to the CPU


@dataclasses.dataclass(frozen=True, kw_only=True)
class FakeSpec(Spec):
    key: ClassVar[str] = "fake"
    length: int = integer(3, 1, 10, "Length", "Frames")
    rate: float = number(1.0, 0.0, 10.0, "Rate", "A live field", live=True)


@dataclasses.dataclass(frozen=True, kw_only=True)
class FakeFrame(Frame):
    values: np.ndarray[Any, Any]
    device: str


@pytest.fixture
def with_gpu(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A machine with a CUDA device; returns the devices whose memory was given back."""
    released: list[str] = []
    monkeypatch.setattr(devices, "available", lambda: ("cuda", "cpu"))
    monkeypatch.setattr(devices, "release", released.append)
    return released


def fake(errors: Mapping[str, Exception], at: int = 1) -> Experiment:
    """An experiment that raises on some devices after ``at`` frames."""

    def run(spec: FakeSpec, device: str) -> Frames:
        yield None
        for step in range(1, spec.length + 1):
            if step > at and device in errors:
                raise errors[device]
            yield FakeFrame(
                step=step, total=spec.length, values=read_only(np.arange(step)), device=device
            )

    return Experiment("fake", FakeSpec, run, {}, uses_torch=True)


def test_a_gpu_that_works_is_used(with_gpu: list[str]) -> None:
    run = Run(fake({}), FakeSpec())
    assert [f.device for f in run if isinstance(f, FakeFrame)] == ["cuda"] * 3
    assert (run.device, run.fallback, with_gpu) == ("cuda", "", [])


@pytest.mark.parametrize("choice", ["auto", "cuda"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_gpu_that_fails_does_not_end_the_run(with_gpu: list[str], choice: str, at: int) -> None:
    run = Run(
        fake({"cuda": torch.OutOfMemoryError("CUDA out of memory.\nTried to")}, at),
        FakeSpec(),
        choice,
    )
    frames = [f for f in run if isinstance(f, FakeFrame)]
    assert [(f.step, f.device) for f in frames[at:]] == [(1, "cpu"), (2, "cpu"), (3, "cpu")]
    assert run.device == "cpu"
    assert run.fallback == "OutOfMemoryError: CUDA out of memory."
    assert with_gpu == ["cuda"]


def test_a_gpu_that_fails_for_good_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("CUDA error: an illegal memory access\nwas encountered")

    monkeypatch.setattr(devices, "available", lambda: ("cuda", "cpu"))
    monkeypatch.setattr(torch.cuda, "empty_cache", broken)
    monkeypatch.setattr(torch.cuda, "get_device_name", broken)
    monkeypatch.setattr(devices, "lost", {})
    assert devices.name("cuda") == "CUDA"
    run = Run(fake({"cuda": RuntimeError("CUDA error: launch failed")}, 1), FakeSpec())
    assert [f.device for f in run if isinstance(f, FakeFrame)] == ["cuda", "cpu", "cpu", "cpu"]
    assert run.fallback == "RuntimeError: CUDA error: launch failed"
    for choice in ("auto", "cuda"):
        again = Run(fake({"cuda": AssertionError("tried")}), FakeSpec(), choice)
        assert [f.device for f in again if isinstance(f, FakeFrame)] == ["cpu"] * 3
        assert again.fallback == "RuntimeError: CUDA error: an illegal memory access"


def test_a_fault_in_the_work_itself_shows_again_on_the_cpu(with_gpu: list[str]) -> None:
    run = Run(fake({"cuda": ValueError("there"), "cpu": KeyError("here")}), FakeSpec())
    with pytest.raises(KeyError, match="here"):
        last_frame(run)
    assert run.fallback == "ValueError: there"


def test_a_fault_on_the_cpu_is_raised_as_it_is() -> None:
    run = Run(fake({"cpu": RuntimeError("broken")}), FakeSpec(), "cpu")
    with pytest.raises(RuntimeError, match="broken"):
        last_frame(run)
    assert run.fallback == ""


def test_what_the_data_show_to_be_wrong_passes_through_on_any_device(with_gpu: list[str]) -> None:
    refusal = SpecError("path", Reason.BROKEN_FILE, "x.npy", "*.npy")
    run = Run(fake({"cuda": refusal}), FakeSpec())
    with pytest.raises(SpecError) as caught:
        last_frame(run)
    assert caught.value is refusal
    assert (run.device, run.fallback, with_gpu) == ("cuda", "", [])


def test_a_closed_run_ends(with_gpu: list[str]) -> None:
    run = Run(fake({}), FakeSpec())
    next(run)
    run.close()
    assert list(run) == []


def test_changes_of_live_fields_reach_the_generator() -> None:
    received: list[Mapping[str, Any] | None] = []

    def live(spec: FakeSpec, device: str) -> Frames:
        for step in range(1, 4):
            received.append(
                (yield FakeFrame(step=step, total=3, values=read_only(np.zeros(1)), device=device))
            )

    run = Run(Experiment("fake", FakeSpec, live, {}, uses_torch=True), FakeSpec(), "cpu")
    next(run)
    run.send({"rate": 0.5})
    next(run)
    assert received == [{"rate": 0.5}, None]


def test_a_run_without_a_frame_is_a_fault() -> None:
    def silent(spec: FakeSpec, device: str) -> Frames:
        yield None

    with pytest.raises(RuntimeError, match="without a frame"):
        last_frame(
            Run(Experiment("fake", FakeSpec, silent, {}, uses_torch=True), FakeSpec(), "cpu")
        )


# Frames


def test_arrays_take_text_as_text_and_nested_parts_by_a_prefix() -> None:
    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Part:
        inner: np.ndarray[Any, Any]

    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Whole(Frame):
        words: tuple[str, ...]
        in_: np.ndarray[Any, Any] = dataclasses.field(metadata={"array": "in"})
        a: Part
        note: str

    one = np.ones(2)
    found = Whole(step=0, total=1, words=("é", "bc"), in_=one, a=Part(inner=one), note="x").arrays()
    assert list(found) == ["words", "in", "a_inner"]
    assert found["words"].tolist() == ["é", "bc"]
    assert found["words"].dtype.kind == "U", "an object array could not be loaded without pickle"


def test_a_read_only_view_shares_its_data_and_cannot_be_written() -> None:
    array = np.zeros(3)
    view = read_only(array)
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 1
    array[0] = 2
    assert view[0] == 2
