"""Lessons: every file that ships, what is said of a broken one, and how a check is measured."""

import math
import re
from pathlib import Path
from typing import Any

import pytest

from core.experiments import EXPERIMENTS
from core.lessons import lessons, measuring, reading, records
from core.lessons.array_expression import parse
from core.lessons.measuring import Measured
from core.lessons.reading import flowing
from core.lessons.records import Check, LessonError

FILES = sorted(lessons.FOLDER.glob("*.toml"))

GOOD = """
claim = "O3"
panel = "descent"
order = 30
wrong = true
formula = 'x'
sources = ["A (2000)"]
[en]
title = "Title"
claim = "Claim"
taught = "Taught"
true = "True"
try = "Try"
[zh_CN]
title = "题"
claim = "说"
taught = "教"
true = "真"
try = "试"
[[show]]
en = "Show"
zh_CN = "看"
settings = { surface = "saddle", optimizers = "gd,momentum" }
[[check]]
en = "Loss at the start"
zh_CN = "起点的损失"
experiment = "descent"
settings = { surface = "saddle", optimizers = "gd", start_x = 2.0, start_y = 0, steps = 1 }
value = "losses[0, 0]"
expected = "4"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "O3.toml").write_text(GOOD, encoding="utf-8")
    return tmp_path


# The files that ship


def test_every_file_is_read() -> None:
    library = lessons.load()
    assert not library.problems
    assert {lesson.claim for lesson in library.lessons} == {path.stem for path in FILES}
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_check_holds(path: Path) -> None:
    checks = lessons.read(path).checks
    frame = None
    for frame in filter(None, measuring.measure_all(checks)):
        assert frame.step <= len(checks)
    assert isinstance(frame, measuring.MeasuredFrame)
    for check, result in zip(checks, frame.measured, strict=True):
        assert not result.fault
        assert result.ok, f"{check.words['en']}: {result.value}, expected {result.expected}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_check_can_fail(path: Path) -> None:
    """A tolerance that lets everything pass would be no check."""
    for check in lessons.read(path).checks:
        wrong = -1 if check.bound == "above" else 1
        assert not check.holds(wrong * 12345.678, wrong * -0.1234567)


def test_no_check_hides_its_number_behind_a_yes() -> None:
    """ "1 should be 1" says neither what was measured nor against what."""
    for lesson in lessons.load().lessons:
        for check in lesson.checks:
            assert not {"<", ">"} & set(re.sub(r"(count|first)\(.*\)", "", check.value.text)), (
                lesson.claim
            )


# Reading


def test_a_lesson_is_read(folder: Path) -> None:
    library = lessons.load(folder)
    lesson = library.by_claim["O3"]
    assert library.of_panel("descent") == (lesson,)
    assert library.of_panel("activations") == ()
    assert lesson.wrong
    assert lesson.sources == ({"en": "A (2000)", "zh_CN": "A (2000)"},)
    assert lesson.in_language("zh_CN").to_try == "试"
    assert lesson.in_language("fr").true == "True"
    assert lesson.shows[0].settings["surface"] == "saddle"
    assert lesson.checks[0].spec.to_json()["optimizers"] == "gd"


def test_a_list_keeps_its_lines(folder: Path) -> None:
    assert flowing("a\nb:\n• one\n  two\n• three\n\nc") == "a b:\n• one two\n• three\n\nc"
    assert flowing("甲\n乙：\n\n• 丙\n• 丁\n戊") == "甲乙：\n\n• 丙\n• 丁戊"


def test_a_lesson_may_show_what_another_panel_shows(folder: Path) -> None:
    path = folder / "O3.toml"
    text = path.read_text(encoding="utf-8")
    here = lessons.read(path).shows[0]
    assert here.panel == "descent"
    path.write_text(text.replace("[[show]]", '[[show]]\npanel = "training"', 1), encoding="utf-8")
    with pytest.raises(LessonError, match="surface"):
        lessons.read(path)
    path.write_text(text.replace("[[show]]", '[[show]]\npanel = "cellar"', 1), encoding="utf-8")
    with pytest.raises(LessonError, match="panel = 'cellar' is unknown; accepted: descent"):
        lessons.read(path)


def test_a_source_and_the_lines_of_a_formula_have_words_of_their_own(folder: Path) -> None:
    path = folder / "O3.toml"
    text = path.read_text(encoding="utf-8").replace(
        '["A (2000)"]', '["A (2000)", { en = "B, section 2", zh_CN = "B，第 2 节" }]'
    )
    text = text.replace("[en]", '[en]\nlines = ["before"]')
    path.write_text(text.replace("[zh_CN]", '[zh_CN]\nlines = ["之前"]'), encoding="utf-8")
    lesson = lessons.read(path)
    assert [source["zh_CN"] for source in lesson.sources] == ["A (2000)", "B，第 2 节"]
    assert lesson.in_language("en").lines == ("before",)
    assert lesson.in_language("zh_CN").lines == ("之前",)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("order = 30", "order = 30\ncolour = 1", "there is no key colour; accepted: claim, panel"),
        ("order = 30", "order = 'x'", "order = 'x' makes no sense; accepted: a whole number"),
        ("order = 30", "order = true", "order = True makes no sense"),
        ("order = 30", "", "order is missing"),
        ("wrong = true", "wrong = 1", "wrong = 1 makes no sense; accepted: true or false"),
        ("wrong = true", "", "[en]: there is no key taught; accepted: title, claim, try"),
        ('claim = "O3"', 'claim = "O4"', "claim = 'O4' in a file named 'O3'"),
        ('panel = "descent"', 'panel = "x"', "panel = 'x' is unknown; accepted: descent, "),
        ('["A (2000)"]', "[1]", "sources makes no sense"),
        ('["A (2000)"]', '[{ en = "A" }]', "sources makes no sense"),
        ('title = "题"', 'title = "题"\nlines = ["一", "二"]', "lines = ['一', '二'] makes"),
        ('title = "题"', "", "[zh_CN]: title is missing"),
        ('true = "True"', "", "[en]: true is missing"),
        ('taught = "教"', 'taught = " "', "[zh_CN]: taught is empty"),
        ('zh_CN = "看"', "", "[[show]] 1: zh_CN is missing"),
        ('zh_CN = "看"', 'zh_CN = "看"\nzoom = 2', "[[show]] 1: there is no key zoom"),
        ("settings = { surface = \"saddle\", optimizers = \"gd,momentum\" }", "",
         "[[show]] 1: it shows nothing; accepted: preset"),
        ('"gd,momentum"', '"gd,nomentum"', "[[show]] 1: settings.optimizers: 'nomentum'"),
        ('"gd,momentum" }', '"gd", speed = 1 }', "[[show]] 1: settings.speed: 'speed': unknown"),
        ('[[check]]', 'pages = { x = { } }\n[[check]]', "[[show]] 1: pages.x makes no sense"),
        ('[[check]]', 'pages = { rates = { x = 1 } }\n[[check]]', "pages.rates.x: 'x': unknown"),
        ('experiment = "descent"', 'experiment = "race"', "[[check]] 1: experiment = 'race' is un"),
        ('"gd", start_x', '"gd", start_z = 1, start_x', "[[check]] 1: settings.start_z"),
        ("steps = 1 }", "steps = 0 }", "[[check]] 1: settings.steps: 0: out_of_range"),
        ('"losses[0, 0]"', '"loss es"', "[[check]] 1: value, character 6: this cannot be read"),
        ('expected = "4"', "", "[[check]] 1: expected is missing"),
        ('expected = "4"', "expected = 4", "[[check]] 1: expected = 4 makes no sense"),
        ('expected = "4"', 'expected = "4"\ntolerance = -1', "tolerance = -1.0 makes no sense"),
        ('expected = "4"', 'expected = "4"\nrelative = inf', "relative = inf makes no sense"),
        ('claim = "O3"', "claim = ", "this is no TOML"),
    ],
)  # fmt: skip
def test_a_fault_is_said_in_a_sentence(folder: Path, old: str, new: str, sentence: str) -> None:
    assert old in GOOD
    (folder / "O3.toml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LessonError, match=re.escape(sentence)):
        lessons.read(folder / "O3.toml")


def test_a_broken_file_is_left_out(folder: Path) -> None:
    (folder / "O4.toml").write_bytes(b"\xff\xfe")
    (folder / "O5.toml").write_text(GOOD.split("[[check]]")[0].replace("O3", "O5"), "utf-8")
    library = lessons.load(folder)
    assert [lesson.claim for lesson in library.lessons] == ["O3"]
    assert [problem.split(":")[0] for problem in library.problems] == ["O4.toml", "O5.toml"]
    assert "check is missing" in library.problems[1]


def test_an_empty_folder_has_no_lessons(tmp_path: Path) -> None:
    assert lessons.load(tmp_path) == records.Library(())
    assert lessons.load(tmp_path / "nowhere") == records.Library(())


def test_a_changed_preset_may_name_what_only_the_preset_makes_sense_of(folder: Path) -> None:
    """A start far out is refused on the default surface, and accepted on the preset's."""
    text = GOOD.replace("settings = { surface = \"saddle\", ",
                        "preset = \"P\"\nsettings = { start_x = 400, ", 1)  # fmt: skip
    (folder / "O3.toml").write_text(text, encoding="utf-8")
    assert lessons.read(folder / "O3.toml").shows[0].settings["start_x"] == 400
    (folder / "O3.toml").write_text(text.replace('preset = "P"\n', ""), encoding="utf-8")
    with pytest.raises(LessonError, match="out_of_range"):
        lessons.read(folder / "O3.toml")


# Measuring


def check(value: str = "losses[0, 0]", expected: str = "4", **changes: Any) -> Check:
    settings = {"surface": "saddle", "optimizers": "gd", "start_x": 2.0, "start_y": 0, "steps": 1}
    parts = {"words": {"en": "What"}, "experiment": "descent", "settings": settings}
    given: dict[str, Any] = {**parts, "value": parse(value), "expected": parse(expected), **changes}
    return Check(**given)


def result_of(check: Check) -> Measured:
    *before, last = measuring.measure(check)
    assert last is not None
    assert not any(before)
    return last


def test_a_check_compares_two_numbers() -> None:
    assert result_of(check()) == Measured(4.0, 4.0, True)
    assert result_of(check(expected="4.5")) == Measured(4.0, 4.5, False)
    assert result_of(check(expected="4.5", tolerance=0.5)).ok
    assert result_of(check(expected="3", bound="above")).ok
    assert not result_of(check(expected="5", bound="above")).ok
    assert result_of(check(expected="5", bound="below")).ok
    assert not result_of(check(expected="3", bound="below")).ok
    assert result_of(check(expected="4.2", tolerance=0.3, bound="above")).ok
    assert check(tolerance=0.5, relative=0.1).margin(-4) == 0.9
    assert result_of(check(expected="4.5", relative=0.12)).ok
    assert not result_of(check(expected="4.5", relative=0.1)).ok
    assert result_of(check(expected="losses[0, 0]")).ok


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_what_is_not_finite_equals_itself_only(number: float) -> None:
    assert check(tolerance=1e6).holds(number, number)
    assert check(bound="above").holds(number, number)
    assert not check(tolerance=1e6).holds(number, 0)
    assert not check(tolerance=math.inf).holds(0, number)


def test_what_goes_wrong_is_a_result() -> None:
    assert "no array loss" in result_of(check("loss")).fault
    assert result_of(check(expected="x")).fault.startswith("expected: ")
    assert "steps" in result_of(check(settings={"steps": 0})).fault
    missing = result_of(check(settings={"nonsense": 1}))
    assert not missing.ok
    assert "nonsense" in missing.fault


def test_an_experiment_that_fails_is_a_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(spec: Any, device: str) -> Any:
        yield None
        raise RuntimeError("no memory")

    own = EXPERIMENTS["descent"]
    monkeypatch.setitem(vars(own), "run", broken)
    assert result_of(check()).fault == "RuntimeError: no memory"


def test_all_checks_are_measured_one_after_another() -> None:
    frames = [f for f in measuring.measure_all([check(), check("nothing"), check()]) if f]
    assert [(f.step, f.total) for f in frames] == [(1, 3), (2, 3), (3, 3)]
    last = frames[-1]
    assert isinstance(last, measuring.MeasuredFrame)
    assert [m.ok for m in last.measured] == [True, False, True]


def test_a_check_can_be_stopped_where_it_stands() -> None:
    closed = []

    def endless(spec: Any, device: str) -> Any:
        try:
            while True:
                yield None
        finally:
            closed.append(True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(vars(EXPERIMENTS["descent"]), "run", endless)
        running = measuring.measure_all([check()])
        next(running)
        running.close()
    assert closed == [True]


@pytest.mark.parametrize(
    ("text", "flowing"),
    [
        ("one\ntwo\n three", "one two three"),
        ("one\n\ntwo\n \n\nthree", "one\n\ntwo\n\nthree"),
        ("梯度\n下降", "梯度下降"),
        ("用 Adam\n下降，\nAdam", "用 Adam下降，Adam"),
    ],
)
def test_lines_of_the_file_are_no_lines_of_the_lesson(text: str, flowing: str) -> None:
    assert reading.flowing(text) == flowing
