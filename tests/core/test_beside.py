"""Looking at values in other threads: the same answers, no more waiting than fits, and an end."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import torch

from core import beside, kept
from core.beside import Beside
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.normalization.normalization import NormalizationSpec
from core.parameters import Spec
from core.signals.activations import ActivationsSpec

FOUR = torch.arange(4.0)


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadPoolExecutor]:
    """Two threads, on any machine."""
    with ThreadPoolExecutor(2) as pool:
        monkeypatch.setattr(beside, "_pool", lambda: pool)
        yield pool


class Gate:
    """A look that waits until it is let through."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.seen: list[float] = []

    def look(self, values: torch.Tensor) -> float:
        assert self.open.wait(10)
        self.seen.append(float(values.sum()))
        return self.seen[-1]


def test_it_looks_in_another_thread(pool: ThreadPoolExecutor) -> None:
    found = Beside("cpu").ask(lambda values: threading.current_thread(), FOUR)
    assert found.result() is not threading.current_thread()


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_for_a_gpu_it_looks_at_once(pool: ThreadPoolExecutor, device: str) -> None:
    found = Beside(device).ask(lambda values: threading.current_thread(), FOUR)
    assert found.done()
    assert found.result() is threading.current_thread()


def test_on_one_core_it_looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_pool", beside._pool.__wrapped__)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    found = Beside("cpu").ask(lambda values, more: float(values.sum()) + more, FOUR, 1)
    assert found.done()
    assert found.result() == 7


def test_an_error_is_told_to_who_asks_for_the_result(pool: ThreadPoolExecutor) -> None:
    def look(values: torch.Tensor) -> None:
        raise MemoryError("no room")

    looking = Beside("cpu")
    with pytest.raises(MemoryError, match="no room"):
        looking.ask(look, FOUR).result()
    assert looking.ask(torch.sum, FOUR).result() == 6


def test_what_waits_fits_into_memory(
    pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "MAX_WAITING", 12)
    gate, looking, asked = Gate(), Beside("cpu"), threading.Event()
    for _ in range(3):
        looking.ask(gate.look, FOUR)

    def one_more(gate: Gate) -> None:
        looking.ask(gate.look, FOUR)
        asked.set()

    for shut in (gate, Gate()):  # and again: three are waiting still
        thread = threading.Thread(target=one_more, args=(shut,))
        thread.start()
        if shut is gate:
            assert not asked.wait(0.1), "the oldest is still looked at"
        gate.open.set()
        assert asked.wait(10)
        thread.join()
        asked.clear()
    shut.open.set()
    assert looking._waiting <= 12


def test_what_has_not_begun_is_given_up(pool: ThreadPoolExecutor) -> None:
    gate, looking = Gate(), Beside("cpu")
    asked = [looking.ask(gate.look, FOUR) for _ in range(5)]
    looking.close()
    gate.open.set()
    assert [one.result() for one in asked[:2]] == [6, 6]
    assert all(one.cancelled() for one in asked[2:])


def test_each_thread_keeps_to_one_core_and_torchs_own_are_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    torch.set_num_threads(2)
    pool = beside._pool.__wrapped__()
    assert pool is not None
    everyone = threading.Barrier(3)

    def threads() -> tuple[int, int]:
        everyone.wait(10)
        return threading.get_ident(), torch.get_num_threads()

    found = [one.result() for one in [pool.submit(threads) for _ in range(3)]]
    pool.shutdown()
    assert len({ident for ident, _ in found}) == 3
    assert [many for _, many in found] == [1, 1, 1]
    assert torch.get_num_threads() == 2
    later: list[int] = []
    thread = threading.Thread(target=lambda: later.append(torch.get_num_threads()))
    thread.start()
    thread.join()
    assert later == [2]


@pytest.mark.parametrize(
    "spec",
    [
        ActivationsSpec(depth=6, width=300, samples=700, activation="relu", residual=True),
        NormalizationSpec(source="noise", batch=3, size=40, channels=4, gammas="1, 2, 3, 4"),
    ],
    ids=lambda spec: spec.key,
)
def test_a_run_is_the_same_with_threads_beside_it_and_without(
    spec: Spec, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def arrays() -> dict[str, np.ndarray]:
        kept.forget()
        return last_frame(Run(EXPERIMENTS[spec.key], spec, "cpu")).arrays()

    mine = arrays()
    monkeypatch.setattr(beside, "_pool", lambda: None)
    for name, array in arrays().items():
        np.testing.assert_array_equal(mine[name], array, err_msg=name)


@pytest.mark.parametrize(
    "spec",
    [
        ActivationsSpec(depth=20, width=16, samples=16),
        NormalizationSpec(source="noise", batch=2, size=8),
    ],
    ids=lambda spec: spec.key,
)
def test_a_run_that_is_closed_leaves_nothing_to_be_looked_at(
    spec: Spec, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.forget()
    gate = Gate()
    held = [pool.submit(gate.look, FOUR) for _ in range(2)]
    run = Run(EXPERIMENTS[spec.key], spec, "cpu")
    asked: list[Future[Any]] = []
    submit = pool.submit

    def remembered(*args: Any) -> Future[Any]:
        asked.append(submit(*args))
        return asked[-1]

    monkeypatch.setattr(pool, "submit", remembered)
    while len(asked) < 5:
        assert next(run) is None
    run.close()
    assert all(one.cancelled() for one in asked)
    gate.open.set()
    assert [one.result() for one in held] == [6, 6]
