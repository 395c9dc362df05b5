"""What the tests of the window and its panels share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from app.panel.stage import Stage


@pytest.fixture
def built_when_seen(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is built before it is asked for or looked at, as in a window's first moments.

    A window builds all panels and their pages when it has nothing else to do. That takes a second,
    and most tests look at one page. Those that need all of it do without this fixture.
    """
    from app.docks import Docks
    from app.panel.stage import Stage

    def nothing(stage: Stage) -> Iterator[None]:
        return iter(())

    monkeypatch.setattr(Docks, "build_next", lambda docks: False)
    monkeypatch.setattr(Stage, "turns", nothing)
