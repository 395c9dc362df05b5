"""The command line: list and run experiments without Qt, draw panels without a screen, or open
the window.

Exit status: 0 done, 1 it went wrong, 2 what was asked makes no sense (nothing is written then).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from app import bindings
from app.labs.readings import READINGS
from app.words import labels
from app.words.reading import Reading
from core import __version__, device
from core.experiment import Frame, Run
from core.experiments import EXPERIMENTS, experiment
from core.lessons import lessons
from core.parameters import Kind, Parameter, Reason, Spec, SpecError, parameters, plain

COMMANDS = ("list", "run", "render")
THEMES = ("light", "dark")
LANGUAGES = ("en", "zh_CN")


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks, and return the exit status."""
    _print_anywhere()
    options = _parser().parse_args(_with_open(arguments))
    try:
        return int(options.do(options))
    except SpecError as error:
        print(f"saddlepoint: {labels.refusal(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone, as with "| head"
        return 1


def _print_anywhere() -> None:
    """Let a terminal or a pipe that knows no η show a question mark, and not end the program: on
    Windows what is piped is written in the code page of old."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # neither is there in a program without a console
            stream.reconfigure(errors="replace")


def _with_open(arguments: Sequence[str]) -> Sequence[str]:
    """A file alone is one to open, as a file manager gives it."""
    if len(arguments) == 1 and arguments[0] not in COMMANDS and not arguments[0].startswith("-"):
        path = Path(arguments[0])
        if path.suffix or path.exists():
            return ["--open", *arguments]
    return arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="saddlepoint",
        description="See why training a neural network works or does not. "
        "Without a command, the window opens.",
    )
    parser.set_defaults(do=_open_window)
    parser.add_argument("--version", action="version", version=f"Saddlepoint {__version__}")
    parser.add_argument("--panel", metavar="KEY", help="the panel that is shown first")
    parser.add_argument(
        "--open",
        metavar="FILE",
        help="a session, a .npy tensor, a picture or a folder of pictures",
    )
    parser.add_argument(
        "--self-check",
        action="store_const",
        const=_self_check,
        dest="do",
        help="run every experiment and draw every panel once, without a screen",
    )
    commands = parser.add_subparsers(title="headless commands", metavar="COMMAND")

    lists = commands.add_parser("list", help="name every experiment and its parameters")
    lists.add_argument("--json", action="store_true", help="as JSON")
    lists.set_defaults(do=_list)

    runs = commands.add_parser("run", help="run an experiment to its end")
    runs.add_argument("key", metavar="KEY", help=", ".join(EXPERIMENTS))
    runs.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a parameter; 'list' names them",
    )
    runs.add_argument("--device", default="auto", help=", ".join(device.CHOICES))
    runs.add_argument("--out", metavar="FILE", type=Path, help="write the arrays: .npz or .json")
    runs.set_defaults(do=_run)

    teaches = commands.add_parser("lessons", help="name every lesson, or run its checks")
    teaches.add_argument("claims", metavar="CLAIM", nargs="*", help="such as O3; all by default")
    teaches.add_argument(
        "--check", action="store_true", help="compare the number of every check with what it says"
    )
    teaches.set_defaults(do=_lessons)
    scripts = commands.add_parser("script", help="print an experiment as plain torch")
    scripts.add_argument("key", metavar="KEY", help=", ".join(EXPERIMENTS))
    scripts.add_argument("--set", metavar="NAME=VALUE", action="append", default=[])
    scripts.set_defaults(do=_script)

    renders = commands.add_parser("render", help="draw panels as PNG, without a screen")
    renders.add_argument("--panel", metavar="KEY", help="one panel; all of them by default")
    renders.add_argument("--out", metavar="DIR", type=Path, required=True)
    renders.add_argument("--size", metavar="WxH", default="1280x800")
    renders.add_argument("--theme", default="light", help=", ".join(THEMES))
    renders.add_argument("--language", default="en", help=", ".join(LANGUAGES))
    renders.add_argument(
        "--all", action="store_true", help="every page and every preset of each panel too"
    )
    renders.set_defaults(do=_render)
    return parser


def _list(options: argparse.Namespace) -> int:
    if options.json:
        described = {
            key: {
                "name": labels.EXPERIMENTS[key],
                "parameters": [_describe(p, e.spec()) for p in parameters(e.spec)],
            }
            for key, e in EXPERIMENTS.items()
        }
        print(json.dumps(described, indent=2, ensure_ascii=False))
        return 0
    for key, e in EXPERIMENTS.items():
        print(f"{key}: {labels.EXPERIMENTS[key]}")
        rows = []
        for p in parameters(e.spec):
            d = _describe(p, e.spec())
            rows.append((f"  {p.name}", d["type"], d["default_text"], _range_text(d), p.help))
        _print_table(rows)
        print()
    return 0


def _describe(parameter: Parameter, spec: Spec) -> dict[str, Any]:
    default = parameter.default_for(spec)
    text = parameter.print(default)
    described: dict[str, Any] = {
        "name": parameter.name,
        "type": str(parameter.kind),
        "default": text if parameter.kind is Kind.SEVERAL else default,
        "default_text": text,
        "unit": parameter.unit,
        "help": parameter.help,
    }
    if parameter.kind in (Kind.NUMBER, Kind.INTEGER):
        described["range"] = list(parameter.range(spec))
        described["scale"] = "log" if parameter.log else "linear"
    elif parameter.kind is Kind.CHOICE:
        described["choices"] = list(parameter.options(spec))
    elif parameter.kind is Kind.SEVERAL:
        described["count"] = list(parameter.range(spec))
    if parameter.auto is not None or callable(parameter.low) or callable(parameter.choices):
        described["depends"] = True
    return described


def _range_text(described: dict[str, Any]) -> str:
    unit = f" {described['unit']}" if described["unit"] else ""
    if "range" in described:
        low, high = described["range"]
        log = ", log" if described["scale"] == "log" else ""
        return f"{plain(low)} … {plain(high)}{unit}{log}"
    if "count" in described:
        low, high = described["count"]
        return f"{plain(low)} … {plain(high)} of them"
    return ", ".join(map(str, described.get("choices", ())))


def _run(options: argparse.Namespace) -> int:
    from core import results

    chosen = experiment(options.key)
    spec = chosen.spec.from_text(_settings(options.set))
    if options.device not in device.CHOICES:
        device.resolve(options.device, on_gpu=False)
    if options.out is not None:
        results.check_path(options.out)
    started = time.perf_counter()
    run = Run(chosen, spec, options.device)
    frame = _drive(run)
    seconds = time.perf_counter() - started
    if run.fallback:
        print(f"saddlepoint: {labels.fallback(run.fallback)}", file=sys.stderr)
    _print_reading(READINGS[chosen.key](spec, frame))
    print(f"\n{options.key} · {labels.DEVICES[run.device]} · {seconds:.2f} s")
    if options.out is not None:
        try:
            results.write(options.out, frame, results.describe(run, seconds))
        except OSError as error:
            print(f"saddlepoint: {options.out}: {error.strerror or error}", file=sys.stderr)
            return 1
        print(f"{options.out}: {', '.join(frame.arrays())}")
    return 0


def _script(options: argparse.Namespace) -> int:
    from core.scripts import script_of

    spec = experiment(options.key).spec.from_text(_settings(options.set))
    print(script_of(spec), end="")
    return 0


def _settings(pairs: Iterable[str]) -> dict[str, str]:
    settings = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise SpecError("set", Reason.NOT_A_CHOICE, pair, "NAME=VALUE")
        settings[name.strip()] = value
    return settings


def _drive(run: Run) -> Frame:
    """To the end, with a progress bar where somebody watches."""
    from tqdm import tqdm

    last: Frame | None = None
    with tqdm(
        total=1.0,
        desc=run.experiment.key,
        disable=not sys.stderr.isatty(),
        leave=False,
        bar_format="{desc} {percentage:3.0f}% |{bar}| {elapsed}",
    ) as bar:
        for frame in run:
            if frame is not None:
                last = frame
                bar.update(frame.step / max(1, frame.total) - bar.n)
    if last is None:
        raise RuntimeError("the run ended without a frame")
    return last


def _lessons(options: argparse.Namespace) -> int:
    """The lessons there are; with ``--check``, whether each number is what its file says."""
    library = lessons.load()
    for claim in options.claims:
        _check_choice("claim", claim, tuple(library.by_claim))
    chosen = [x for x in library.lessons if x.claim in options.claims or not options.claims]
    ok = not library.problems
    for problem in library.problems:
        print(f"saddlepoint: {problem}", file=sys.stderr)
    if options.check:
        rows: list[tuple[str, ...]] = [("claim", "what", "expected", "here", "ok", "seconds")]
        for lesson in chosen:
            for check in lesson.checks:
                row, holds = _checked(lesson.claim, check)
                rows.append(row)
                ok = ok and holds
    else:
        rows = [("claim", "panel", "checks", "taught", "title")]
        for lesson in chosen:
            taught = "wrongly" if lesson.wrong else ""
            title = lesson.in_language("en").title
            rows.append((lesson.claim, lesson.panel, str(len(lesson.checks)), taught, title))
    _print_table(rows)
    return 0 if ok else 1


def _checked(claim: str, check: lessons.Check) -> tuple[tuple[str, ...], bool]:
    """A row of the table of checks, and whether the check holds."""
    began = time.perf_counter()
    (result,) = (found for found in lessons.measure(check) if found is not None)
    seconds = f"{time.perf_counter() - began:.2f}"
    what = check.words["en"]
    if result.fault:
        return (claim, what, "", "", f"NO: {result.fault}", seconds), False
    numbers = (f"{result.expected:.9g}", f"{result.value:.9g}")
    return (claim, what, *numbers, "yes" if result.ok else "NO", seconds), result.ok


def _render(options: argparse.Namespace) -> int:
    size = _size(options.size)
    _check_choice("theme", options.theme, THEMES)
    _check_choice("language", options.language, LANGUAGES)
    _check_panel(options.panel)
    if options.out.exists() and not options.out.is_dir():
        raise SpecError("out", Reason.NOT_A_CHOICE, str(options.out), "DIR")
    bindings.prepare()
    from app.headless import render

    paths = render(
        options.panel, options.out, size, options.theme, options.language, everything=options.all
    )
    for path in paths:
        print(path)
    return 0


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    accepted = "640x400 … 7680x4320"
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        raise SpecError("size", Reason.NOT_A_CHOICE, text, accepted)
    if not (640 <= int(width) <= 7680 and 400 <= int(height) <= 4320):
        raise SpecError("size", Reason.OUT_OF_RANGE, text, accepted)
    return int(width), int(height)


def _check_choice(field: str, given: str, accepted: Sequence[str]) -> None:
    if given not in accepted:
        raise SpecError(field, Reason.NOT_A_CHOICE, given, ", ".join(accepted))


def _check_panel(key: str | None) -> None:
    if key is not None:
        _check_choice("panel", key, tuple(labels.PANELS))


def _self_check(options: argparse.Namespace) -> int:
    bindings.prepare()
    from app.headless import self_check

    checks = self_check()
    _print_table([(f"  {c.what}", c.outcome, f"{c.seconds:.2f} s") for c in checks])
    for check in checks:
        if check.report:
            print(f"\n{check.what}\n{check.report}", file=sys.stderr)
    return 1 if any(check.report for check in checks) else 0


def _open_window(options: argparse.Namespace) -> int:
    _check_panel(options.panel)
    bindings.prepare()
    from app.application import open_window

    return open_window(options.panel, options.open)


def _print_reading(reading: Reading) -> None:
    for sentence in reading.sentences:
        print(sentence)
    if reading.sentences:
        print()
    _print_table([reading.headers, *reading.rows])


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip())
