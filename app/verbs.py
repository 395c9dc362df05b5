"""The command line's syntax: the verbs, their options, and where each is carried out.

It uses the standard library alone, so that dev.py can use it before there is a virtual environment.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import NoReturn, TypeAlias

from app.words.one_line import one_line
from core import __version__, device

THEMES = ("light", "dark")
LANGUAGES = ("en", "zh_CN")
_Verbs: TypeAlias = "argparse._SubParsersAction[_Parser]"
WINDOW = "app.entry:open_window"
"""The place that is called if no verb was typed."""


def understood(arguments: Sequence[str], experiments: Iterable[str] = ()) -> argparse.Namespace:
    """Parse the words into options: ``do`` is the place ``module:function`` that takes them.

    It ends the program for words that make no sense, and for ``--help`` and ``--version``.
    ``experiments`` are the keys that the help lists.
    """
    parser = _parser()
    verbs = parser.add_subparsers(title="headless commands", metavar="COMMAND")
    _add_verbs(verbs, ", ".join(experiments))
    return parser.parse_args(_with_open(arguments, verbs.choices))


def ask_for_the_window(arguments: Sequence[str]) -> bool:
    """Whether the words ask for the window, not for a verb, for help or for the version.

    It ends the program for words that make no sense, once it has said why.
    """
    try:
        with redirect_stdout(io.StringIO()):
            return bool(understood(arguments).do == WINDOW)
    except SystemExit as end:
        if end.code:
            raise
        return False


class _Parser(argparse.ArgumentParser):
    """A parser whose refusals are one line each, whatever was typed."""

    def error(self, message: str) -> NoReturn:
        super().error(one_line(message, 400))


def _with_open(arguments: Sequence[str], verbs: Iterable[str]) -> Sequence[str]:
    """The words with ``open`` before a file that stands alone, as a file manager passes it."""
    if len(arguments) == 1 and arguments[0] not in verbs and not arguments[0].startswith("-"):
        path = Path(arguments[0])
        with suppress(OSError):  # of a name that no system allows
            if path.suffix or path.exists():
                return ["--open", *arguments]
    return arguments


def _parser() -> _Parser:
    parser = _Parser(
        prog="saddlepoint",
        description="See why training a neural network works or does not. "
        "Without a command, the window opens.",
    )
    parser.set_defaults(do=WINDOW)
    parser.add_argument("--version", action="version", version=f"Saddlepoint {__version__}")
    parser.add_argument("--panel", metavar="KEY", help="the panel that is shown first")
    parser.add_argument(
        "--open",
        metavar="FILE",
        help="a session, an array (.npy, .npz, .csv, .pt), a picture or a folder of pictures",
    )
    parser.add_argument(
        "--self-check",
        action="store_const",
        const="app.command_line:check_itself",
        dest="do",
        help="run every experiment and draw every panel once, without a screen",
    )
    return parser


def _add_verbs(verbs: _Verbs, keys: str) -> None:
    _add_list(verbs, keys)
    _add_run(verbs, keys)
    _add_lessons(verbs)
    _add_script(verbs, keys)
    _add_render(verbs)


def _add_list(verbs: _Verbs, keys: str) -> None:
    lists = verbs.add_parser("list", help="name every experiment, or one's parameters and arrays")
    lists.add_argument("key", metavar="KEY", nargs="?", help=keys)
    lists.add_argument("--json", action="store_true", help="as JSON")
    lists.set_defaults(do="app.listing:print_list")


def _add_run(verbs: _Verbs, keys: str) -> None:
    runs = verbs.add_parser("run", help="run an experiment to its end")
    runs.add_argument("key", metavar="KEY", help=keys)
    runs.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a parameter; 'list KEY' names them",
    )
    runs.add_argument("--device", default="auto", help=", ".join(device.CHOICES))
    runs.add_argument("--out", metavar="FILE", type=Path, help="write the arrays: .npz or .json")
    runs.set_defaults(do="app.command_line:run_experiment")


def _add_lessons(verbs: _Verbs) -> None:
    teaches = verbs.add_parser("lessons", help="name every lesson, or run its checks")
    teaches.add_argument("claims", metavar="CLAIM", nargs="*", help="such as O3; all by default")
    teaches.add_argument(
        "--check", action="store_true", help="compare the number of every check with what it says"
    )
    teaches.set_defaults(do="app.command_line:list_lessons")


def _add_script(verbs: _Verbs, keys: str) -> None:
    scripts = verbs.add_parser("script", help="print an experiment as plain torch")
    scripts.add_argument("key", metavar="KEY", help=keys)
    scripts.add_argument("--set", metavar="NAME=VALUE", action="append", default=[])
    scripts.set_defaults(do="app.command_line:print_script")


def _add_render(verbs: _Verbs) -> None:
    renders = verbs.add_parser("render", help="draw panels into files, without a screen")
    renders.add_argument("--panel", metavar="KEY", help="one panel; all of them by default")
    renders.add_argument("--page", metavar="KEY", default="", help="one of the panel's pages")
    renders.add_argument("--preset", metavar="NAME", default="", help="what the panel shows")
    renders.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a parameter of the page's experiment or the panel's, as in 'run'",
    )
    renders.add_argument(
        "--view",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="what is shown of it, such as playhead=40",
    )
    renders.add_argument("--session", metavar="FILE", type=Path, help="panels as they were saved")
    renders.add_argument(
        "--picture", metavar="NAME", default="", help="one of the page's pictures, or its number"
    )
    renders.set_defaults(do="app.command_line:render_panels")
    _add_looks(renders)


def _add_looks(renders: _Parser) -> None:
    """The options that say where pictures go, and how they look."""
    renders.add_argument(
        "--out",
        metavar="PATH",
        type=Path,
        required=True,
        help="a folder for PNG files, or a file: .png, .svg, .pdf, .gif, .webp or .mp4",
    )
    renders.add_argument("--size", metavar="WxH", default="1280x800", help="of the panel")
    renders.add_argument("--theme", default="light", help=", ".join(THEMES))
    renders.add_argument("--language", default="en", help=", ".join(LANGUAGES))
    renders.add_argument("--larger", action="store_true", help="with larger text")
    renders.add_argument("--seconds", metavar="S", default="5", help="the length of a film")
    renders.add_argument("--rate", metavar="N", default="20", help="a film's frames a second")
    renders.add_argument(
        "--all", action="store_true", help="every page and every preset of each panel too"
    )
