"""The entry point: understands what was typed, and does it in the module that it names.

Exit status: 0 done, 1 something went wrong, 2 the request makes no sense (nothing is written then).
Whatever a verb needs is imported where it is used, since the window must wait for nothing.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper

from app.verbs import understood
from app.words import labels
from app.words.one_line import one_line
from app.words.refusals import QUOTED, refusal
from core.naming import named
from core.parameters import Reason, SpecError


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks for, and return the exit status."""
    _print_anywhere()
    options = understood(arguments, _experiments(arguments))
    try:
        return int(named(options.do)(options))
    except SpecError as error:
        _say(refusal(error))
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone, as with "| head"
        return 1
    except OSError as error:
        name = one_line(str(error.filename), QUOTED)
        _say(f"{name}: {error.strerror}" if error.filename else str(error))
        return 1


def _say(words: str) -> None:
    """Print a line about what went wrong, whatever it quotes."""
    print(f"saddlepoint: {one_line(words)}", file=sys.stderr)


def open_window(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed; this is done without a verb."""
    check_panel(options.panel)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until the window can close by itself
    from app import bindings

    bindings.prepare()
    from app import application

    return application.open_window(options.panel, options.open)


def check_choice(field: str, given: str, accepted: Sequence[str]) -> None:
    """Raise :class:`SpecError` for a word that is not among the choices."""
    if given not in accepted:
        raise SpecError(field, Reason.NOT_A_CHOICE, given, ", ".join(accepted))


def check_panel(key: str | None) -> None:
    """Raise :class:`SpecError` for an unknown panel; None means no particular panel."""
    if key is not None:
        check_choice("panel", key, tuple(labels.PANELS))


def _experiments(arguments: Sequence[str]) -> Iterable[str]:
    """The keys that a verb's help lists; empty if no verb was typed."""
    if not arguments or arguments[0].startswith("-"):
        return ()
    from core.experiments import EXPERIMENTS

    return EXPERIMENTS


def _print_anywhere() -> None:
    """Let a terminal or a pipe that has no η show a question mark instead of ending the program: on
    Windows piped text is written in an old code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # neither is there in a program without a console
            stream.reconfigure(errors="replace")
