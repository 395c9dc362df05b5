"""What is set up before anything is computed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
import torch

from core import device as devices

ROOT = Path(__file__).resolve().parents[2]
FAULTS = """
import resource
import sys

import numpy as np

from core import device

if sys.argv[1] == "kept":
    device.keep_freed_memory()


def work():
    layers = [np.ones(2**18) for _ in range(8)]
    return [layer + 1 for layer in layers][0][0]


for _ in range(3):
    work()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
work()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's allocator")
def test_memory_that_was_freed_comes_back_without_faults() -> None:
    def faults(how: str) -> int:
        command = [sys.executable, "-c", FAULTS, how]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=100
        )
        return int(done.stdout)

    given_back = faults("as it is")
    if given_back < 1000:
        pytest.skip("this C library keeps it anyway")
    assert faults("kept") < given_back / 10


def test_work_in_one_thread_leaves_the_threads_as_they_were_between_its_pieces() -> None:
    def work() -> Generator[int, int | None, None]:
        try:
            sent = yield torch.get_num_threads()
            assert sent == 7
            yield torch.get_num_threads()
        finally:
            closed.append(True)

    closed: list[bool] = []
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        pieces = devices.in_one_thread(work())
        assert next(pieces) == 1
        assert torch.get_num_threads() == 2
        assert pieces.send(7) == 1
        pieces.close()
        assert closed == [True]
        assert list(devices.in_one_thread(iter_of(3))) == [0, 1, 2]
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def iter_of(many: int) -> Generator[int, None, None]:
    yield from range(many)
