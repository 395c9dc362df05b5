"""One set-up at a time, held by two processes."""

import os
import signal
import subprocess
import sys

import pytest

WAITS = """
import sys
sys.path.insert(0, sys.argv[1])
from setup.alone import alone
with alone():
    print("in", flush=True)
    sys.stdin.readline()
print("out", flush=True)
"""


@pytest.fixture
def second(dev):
    """Starts another process that wants the lock of the same folder, holds it for a line, ends."""
    processes = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "-c", WAITS, str(dev.places.ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def test_the_second_waits_and_says_so(dev, second):
    with dev.alone.alone():
        process = second()
        assert "Waiting" in process.stdout.readline()
    assert process.stdout.readline() == "in\n"
    assert process.communicate("\n")[0] == "out\n"


def test_one_that_is_killed_holds_nobody_up(dev, second):
    first = second()
    assert first.stdout.readline() == "in\n"
    first.kill()
    first.wait()
    with dev.alone.alone():
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="locks there are a process's own")
def test_the_pip_of_a_start_that_was_killed_still_holds_it(dev):
    code = WAITS.replace(
        'print("in", flush=True)',
        "import subprocess\n"
        "    command = [sys.executable, '-c', 'import sys; sys.stdin.readline()']\n"
        "    pip = subprocess.Popen(command, stdin=subprocess.PIPE, close_fds=False)\n"
        "    print(pip.pid, flush=True)",
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(dev.places.ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        pip = int(first.stdout.readline())
        os.kill(pip, signal.SIGSTOP)  # or it would end with its input
        first.kill()
        first.wait()
        with dev.alone.FILE.open("a+b") as file:
            assert not dev.alone._locked(file)
        os.kill(pip, signal.SIGKILL)
        with dev.alone.alone():
            pass


def test_who_waited_looks_again_and_has_nothing_to_do(dev, monkeypatch):
    """The first of two starts has done all of it."""
    entered = dev.alone.alone

    def after_another():
        with monkeypatch.context() as patch:
            patch.setattr(dev.whole, "alone", entered)
            dev.whole.set_up({}, [], None)
        return entered()

    monkeypatch.setattr(dev.whole, "alone", after_another)
    dev.whole.set_up({}, [], None)
    assert dev.made == ["venv"]
    assert len(dev.installed) == 1
