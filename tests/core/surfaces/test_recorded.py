"""Recorded arithmetic: the example in the module's docstring, as it runs."""

import doctest

from core.surfaces import recorded


def test_the_worked_example_is_what_is_recorded_and_written() -> None:
    flags = doctest.NORMALIZE_WHITESPACE
    assert doctest.testmod(recorded, optionflags=flags) == doctest.TestResults(
        failed=0, attempted=5
    )
