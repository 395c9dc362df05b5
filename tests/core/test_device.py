"""What is set up before anything is computed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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
