"""Lessons: claims about training, each shown in a panel and checked by numbers.

Each claim is a file ``resources/lessons/O3.toml``. :func:`load` reads them all; a file with a fault
is left out and the fault reported in a sentence. :func:`core.lessons.measuring.measure` computes
one check.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from core.experiments import MAIN
from core.lessons.reading import Table, lesson_of
from core.lessons.records import Lesson, LessonError, Library
from core.resources import resource

FOLDER = resource("lessons")


def load(folder: Path = FOLDER) -> Library:
    """Load every lesson of the folder. A file that has a fault is left out, whatever
    the fault is."""
    lessons, problems = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            lessons.append(read(path))
        except LessonError as error:
            problems.append(f"{path.name}: {error}")
    panels = list(MAIN)
    lessons.sort(key=lambda lesson: (panels.index(lesson.panel), lesson.order, lesson.claim))
    return Library(tuple(lessons), tuple(problems))


def read(path: Path) -> Lesson:
    """Read one lesson; :class:`LessonError` says what is wrong with the file."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise LessonError(f"this file cannot be read: {error}") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LessonError(f"this is no TOML: {error}") from None
    return lesson_of(Table("", values), path.stem)
