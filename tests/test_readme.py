"""The two READMEs say the same: the same commands, the same parts, each a link to the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.words import labels
from core.experiments import EXPERIMENTS

ROOT = Path(__file__).resolve().parents[1]
ENGLISH, CHINESE = "README.md", "README.zh_CN.md"
FONTS = ("fonts-wqy-microhei", "fonts-noto-cjk", "google-noto-sans-cjk-fonts")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```$", text(name), re.DOTALL | re.MULTILINE)


def headings(name: str) -> list[int]:
    """The level of each heading; a comment within a block of commands is none."""
    bare = re.sub(r"^```.*?^```$", "", text(name), flags=re.DOTALL | re.MULTILINE)
    return [len(marks) for marks in re.findall(r"^(#+) ", bare, re.MULTILINE)]


def literals(name: str) -> set[str]:
    """What stands within the lines as code: commands, files, classes."""
    bare = re.sub(r"^```.*?^```$", "", text(name), flags=re.DOTALL | re.MULTILINE)
    return set(re.findall(r"`([^`\n]+)`", bare))


def test_both_hold_the_same_commands() -> None:
    assert len(blocks(ENGLISH)) >= 3
    assert blocks(ENGLISH) == blocks(CHINESE)


def test_both_have_the_same_parts() -> None:
    assert len(headings(ENGLISH)) >= 5
    assert headings(ENGLISH) == headings(CHINESE)


def test_the_chinese_one_names_every_command_and_file() -> None:
    # A command that its own translation explains beside the block is named there once more.
    explained = {"list", "script", "render", "lessons --check", "--self-check", ".venv"}
    assert literals(ENGLISH) - literals(CHINESE) == set()
    assert literals(CHINESE) - literals(ENGLISH) <= explained


@pytest.mark.parametrize(("name", "other"), [(ENGLISH, CHINESE), (CHINESE, ENGLISH)])
def test_each_leads_to_the_other_and_to_files_that_are_there(name: str, other: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", text(name))
    assert links[0] == other
    for link in links:
        assert (ROOT / link).exists(), link


@pytest.mark.parametrize("name", [ENGLISH, CHINESE])
def test_each_says_which_fonts_chinese_needs(name: str) -> None:
    for font in FONTS:
        assert f"`{font}`" in text(name), font


def test_every_command_names_an_experiment_that_there_is() -> None:
    named = re.findall(r"main\.py run (\w+)", "\n".join(blocks(ENGLISH)))
    assert named
    assert set(named) <= set(EXPERIMENTS)


def test_each_panel_has_its_row_under_the_name_that_the_window_gives_it() -> None:
    words = catalog()
    for key in labels.PANELS:
        name, question = labels.PANELS[key], labels.QUESTIONS[key]
        assert f"| **{name}** | {question} |" in text(ENGLISH)
        assert f"| **{words[name]}** | {words[question]} |" in text(CHINESE)


def catalog() -> dict[str, str]:
    """The window's Chinese."""
    file = ROOT / "resources" / "translations" / "saddlepoint_zh_CN.ts"
    pairs = re.findall(
        r"<source>([^<]*)</source>.*?<translation[^>]*>([^<]*)</translation>",
        file.read_text(encoding="utf-8"),
        re.DOTALL,
    )
    return dict(pairs)
