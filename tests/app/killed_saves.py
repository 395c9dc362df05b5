"""Kills itself at every moment of a save, again and again; started by test_killed_saves.py.

Prints one line of JSON: how often it was killed, what was found after each, and what was left over.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from app import session
from app.panel.state import PanelState
from app.session import NoSessionError, Session
from core import results
from core.descent.descent import DescentSpec

TIMED = 60
LONGEST_SECONDS = 0.1


def kept(seed: int) -> Session:
    """Larger than a buffer, so that it is written in several parts."""
    specs = {f"{n}": DescentSpec(seed=seed) for n in range(60)}
    return Session({"descent": PanelState({"descent": specs["0"]}, f"{seed}" * 20_000)})


OLD, NEW = kept(1), kept(2)


def in_a_child(do: Callable[[], object], then: Callable[[int], object] = lambda pid: None) -> bool:
    """Whether the child came to its end; there are no other threads here, so it may be forked."""
    pid = os.fork()
    if not pid:
        do()
        os._exit(0)
    then(pid)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) != signal.SIGKILL:
        raise RuntimeError(f"the child ended by signal {os.WTERMSIG(status)}")
    return os.WIFEXITED(status)


def save_and_die(path: Path, at: int) -> None:
    """Save, and be killed at the ``at``-th call or return within the write."""
    count = 0

    def look(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)

    write_whole = results.write_whole

    def watched(*arguments: Any) -> None:
        sys.setprofile(look)
        write_whole(*arguments)
        sys.setprofile(None)

    vars(session)["write_whole"] = watched
    session.write(path, NEW)


def save_for_ever(path: Path) -> None:
    while True:
        session.write(path, NEW)
        session.write(path, OLD)


def found(path: Path) -> str:
    try:
        there = session.read(path)
    except NoSessionError as error:
        return str(error)
    return "old" if there == OLD else "new" if there == NEW else "something else"


def sweep(path: Path) -> list[str]:
    """The names of what lay beside the file; gone now."""
    left = [file for file in path.parent.iterdir() if file != path]
    for file in left:
        file.unlink()
    return [file.name for file in left]


def main(folder: Path) -> None:
    path = folder / "one.saddlepoint"
    at_calls: Counter[str] = Counter()
    timed: Counter[str] = Counter()
    ended, at, left = False, 0, sweep(path)
    session.write(path, OLD)
    before = path.read_bytes()
    while not ended:
        path.write_bytes(before)
        at += 1
        ended = in_a_child(lambda moment=at: save_and_die(path, moment))  # type: ignore[misc]
        if not ended:
            at_calls[found(path)] += 1
        left += sweep(path)

    draws = random.Random(0)

    def kill_soon(pid: int) -> None:
        time.sleep(draws.uniform(0, LONGEST_SECONDS))
        os.kill(pid, signal.SIGKILL)

    for _ in range(TIMED):
        in_a_child(lambda: save_for_ever(path), kill_soon)
        timed[found(path)] += 1
    print(json.dumps({"at calls": at_calls, "timed": timed, "left": left + sweep(path)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
