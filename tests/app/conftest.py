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

    build_next = Docks.build_next

    def of_what_is_seen(docks: Docks, *, shown: bool = False) -> bool:
        return shown and build_next(docks, shown=True)

    def in_no_turn(stage: Stage) -> Iterator[None]:
        yield  # as it stands; its pages come when they are looked at

    monkeypatch.setattr(Docks, "build_next", of_what_is_seen)
    monkeypatch.setattr(Stage, "turns", in_no_turn)
