"""What the tests of the window and its panels share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.patience import SOON

if TYPE_CHECKING:
    from app.job import ComputeThread
    from app.panel.panel import Panel
    from app.panel.stage import Stage
    from core.parameters import Spec


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


@pytest.fixture(autouse=True)
def no_work_left(home: object) -> Iterator[None]:
    """No window goes on with the work of another test's."""
    from app.places import data_folder, used

    yield
    for file in data_folder().glob("*.saddlepoint"):
        file.unlink()
    used.folder = None


@pytest.fixture
def still(qapp: object) -> Iterator[ComputeThread]:
    """A compute thread that was never started: what is asked of it is never done."""
    from app.job import ComputeThread

    thread = ComputeThread()
    yield thread
    thread.close()


@pytest.fixture
def show(qtbot: Any) -> Callable[[Any, ComputeThread, Spec], Any]:
    """Builds a panel and shows it, with a spec of its own; ``heard`` are its frames since."""
    from app.job import Job
    from tests.app.panels import listen

    def show_panel(panel_class: Any, thread: ComputeThread, spec: Spec) -> Any:
        panel = panel_class(thread.worker)
        qtbot.addWidget(panel)
        panel.heard = {job.experiment.key: listen(job) for job in panel.findChildren(Job)}
        panel.set_spec(spec)
        # What the main spec says is seen on the page of the main experiment, first or not.
        panel.show_page(next(p.key for p in panel.pages if p.experiment == panel.main))
        panel.resize(1280, 800)
        with qtbot.waitExposed(panel, timeout=SOON):
            panel.show()
        return panel

    return show_panel


@pytest.fixture
def every_move(qapp: object) -> Iterator[None]:
    """pyqtgraph leaves out movements that follow one another too fast; here none is."""
    import pyqtgraph as pg

    before = pg.getConfigOption("mouseRateLimit")
    pg.setConfigOption("mouseRateLimit", -1)
    yield
    pg.setConfigOption("mouseRateLimit", before)


@pytest.fixture
def settled(qtbot: Any) -> Callable[[Panel], None]:
    """Waits until a panel computes nothing more."""

    def wait(panel: Panel) -> None:
        qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)

    return wait
