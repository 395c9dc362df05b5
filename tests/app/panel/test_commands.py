"""Command lines, taken apart as the shells of each system and the programs there do it."""

from __future__ import annotations

import shlex
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.panel import commands
from app.panel.commands import joined, run_command

SETTINGS = {"formula": "x^2/4 + y^2 + sin(3*x)", "optimizers": "adam,gd:batch=1", "steps": "9"}

WORDS = st.lists(st.text(st.sampled_from('ab \\"^,()&|<>;%'), max_size=8), min_size=1, max_size=4)


def parted(line: str) -> list[str]:
    """The arguments that a program on Windows finds in its command line: the rules of Microsoft's
    C runtime for double quotes and backslashes."""
    words: list[str] = []
    word, inside, begun, k = "", False, False, 0
    while k < len(line):
        slashes = len(line[k:]) - len(line[k:].lstrip("\\"))
        if line[k + slashes : k + slashes + 1] == '"':
            word += "\\" * (slashes // 2)
            k += slashes
            begun = True
            if slashes % 2:
                word += '"'
            else:
                inside = not inside
            k += 1
        elif slashes:
            word += "\\" * slashes
            k += slashes
            begun = True
        elif line[k] == " " and not inside:
            if begun:
                words.append(word)
            word, begun = "", False
            k += 1
        else:
            word += line[k]
            begun = True
            k += 1
    return [*words, word] if begun else words


def test_the_reader_of_this_file_reads_as_pythons_own_writer_writes() -> None:
    words = ["a b", "c\\", 'd"e', "f\\\\ g\\", "", '\\"']
    assert parted(subprocess.list2cmdline(words)) == words


def test_elsewhere_words_are_quoted_for_a_posix_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    line = run_command("descent", SETTINGS, "cpu")
    assert "'formula=x^2/4 + y^2 + sin(3*x)'" in line
    assert shlex.split(line)[-2:] == ["--device", "cpu"]


def test_on_windows_cmd_and_powershell_take_the_same_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    line = run_command("descent", SETTINGS)
    assert line == (
        'python main.py run descent --set "formula=x^2/4 + y^2 + sin(3*x)" '
        '--set "optimizers=adam,gd:batch=1" --set steps=9'
    )
    assert parted(line)[4:] == [w for n, v in SETTINGS.items() for w in ("--set", f"{n}={v}")]


def test_a_windows_path_keeps_its_backslashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert joined(["path=C:\\data\\a.npy"]) == "path=C:\\data\\a.npy"
    assert joined(["path=C:\\my data\\"]) == '"path=C:\\my data\\\\"'


@given(words=WORDS)
def test_on_windows_every_word_comes_back(words: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        assert parted(joined(words)) == words


def test_the_packaged_program_names_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/saddle point/Saddlepoint")
    monkeypatch.setattr(sys, "platform", "linux")
    assert shlex.split(run_command("rates", {}))[:2] == ["/opt/saddle point/Saddlepoint", "run"]
    assert commands.program() == ["/opt/saddle point/Saddlepoint"]
