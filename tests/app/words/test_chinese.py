"""Chinese texts are Chinese throughout: no English word is left, and signs are Chinese ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from app.labs.formulas import formulas
from core.lessons import lessons
from core.optimizers.optimizers import OPTIMIZERS
from resources.translations import update
from tests.app.english import english

LESSONS = lessons.load().lessons
WIDE = "[\u3400-\u9fff]"
OPERATORS = {"torch", "Xavier", "sign", "std", "Var", "cov", "sin", "max", "ReLU"}
"""What is set upright in a formula and reads the same in every language."""


def of_lessons() -> Iterator[tuple[str, str]]:
    """Every Chinese text of a lesson, and whose it is; sources keep their titles."""
    for lesson in LESSONS:
        words = lesson.words["zh_CN"]
        texts = [words.title, words.claim, words.to_try, words.taught, words.true, *words.lines]
        texts += [show.words["zh_CN"] for show in lesson.shows]
        texts += [check.words["zh_CN"] for check in lesson.checks]
        texts += [check.units["zh_CN"] for check in lesson.checks]
        yield from ((lesson.claim, text) for text in texts)


def texts() -> list[tuple[str, str]]:
    return [*update.translations().items(), *of_lessons()]


def test_no_english_word_is_left() -> None:
    assert {where: found for where, text in texts() if (found := english(text))} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Adam 的学习率 {rate}，见 torch.nn", []),
        ("before: 之前", ["before"]),
        ("<b>梯度</b>：the textbooks", ["textbooks"]),
    ],
)
def test_english_words_are_found(text: str, found: list[str]) -> None:
    assert english(text) == found


def test_signs_between_chinese_words_are_chinese() -> None:
    wrong = re.compile(rf"{WIDE}[,;:!?]|[,;!?]\s*{WIDE}|{WIDE}\((?!&)|\){WIDE}|\s[，。：；、（）]")
    assert {where: m[0] for where, text in texts() if (m := wrong.search(text))} == {}


def test_a_thing_has_one_name() -> None:
    """The words that were chosen, against those that meant the same elsewhere."""
    avoided = [
        "极小点",
        "抽取方式",
        "偏移 β",
        "展宽之比",
        "特征图像",
        "计数",
        "留出损失",
        "留出数据",
        "水平和幅度",
        "遗漏",
        "许诺",
        "选手",
        "测试误差",
    ]
    found = {where: [w for w in avoided if w in text] for where, text in texts()}
    assert {where: words for where, words in found.items() if words} == {}


def test_no_formula_holds_a_word() -> None:
    """Words belong to a language, so they stand beside the formula: ``lines`` in a lesson."""
    tex = [*formulas(), *(line for lesson in LESSONS for line in lesson.formula.splitlines())]
    for line in tex:
        upright = re.findall(r"\\(?:mathrm|text|operatorname)\{([^}]*)\}", line)
        words = {word for piece in upright for word in re.findall(r"[A-Za-z]{3,}", piece)}
        assert words <= OPERATORS, line


def test_a_worked_step_is_written_in_signs() -> None:
    """No memory is a word, since it stands in the formula that is worked out."""
    for optimizer in OPTIMIZERS.values():
        assert all(len(name) == 1 for name in getattr(optimizer, "memories", ())), optimizer.key
