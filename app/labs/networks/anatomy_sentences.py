"""The sentences about a counted net, and how a pinned one differs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from app.labs.networks.anatomy_net import CountedNet
from app.labs.networks.anatomy_table import window_words
from app.labs.networks.counts import field_words, shape_words, share_words, short_count, times_words
from app.labs.networks.view import Place
from app.labs.networks.words import OPERATIONS
from app.widgets.fitted import Fitted, Still
from app.widgets.sentences import sentence
from app.words.labels import tr


class NetSentences(Fitted, Still):
    """What a net comes to. While another is pinned, the first sentence says how they differ. The
    room for the sentences grows, and shrinks only with another width or size of text: pictures
    would jump under a slider."""

    ghost_changed = Signal()

    def __init__(self) -> None:
        self.label = sentence("")
        super().__init__(self.label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._net: CountedNet | None = None
        self._pinned: CountedNet | None = None
        self._own: Sequence[str] = ()
        self._least = 0

    def text(self) -> str:
        """All sentences, one on a line."""
        return self.label.text()

    def show_net(self, net: CountedNet, sentences: Sequence[str]) -> None:
        """Say these sentences of a net."""
        self._net, self._own = net, sentences
        self._say()

    def pin(self) -> bool:
        """Keep the net, to say how later ones differ; False if there is none."""
        self._pinned = self._net
        self._say()
        return self._net is not None

    def unpin(self) -> None:
        """Compare with nothing."""
        self._pinned = None
        self._say()

    @property
    def ghost_shown(self) -> bool:
        """Whether a net is pinned."""
        return self._pinned is not None

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        needed = self.label.heightForWidth(max(24, self.width()))
        self._least = max(self._least, needed)
        return QSize(24, self._least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def fit(self) -> None:
        """Take the height that the sentences need now."""
        self._least = 0
        self.updateGeometry()

    def _say(self) -> None:
        if self._net is None:
            return
        sentences = list(self._own)
        if self._pinned is not None and self._pinned is not self._net:
            sentences.insert(0, difference_words(self._pinned, self._net))
        self.label.setText("\n".join(sentences))


def difference_words(pinned: CountedNet, net: CountedNet) -> str:
    """How a net differs from a pinned one."""
    before, after = pinned.frame, net.frame
    return tr(
        "Against the pinned {name}: parameters {parameters}, MACs {macs}, depth {depth}, "
        "receptive field {field} px.",
        name=pinned.title,
        parameters=_change(before.total_parameters, after.total_parameters),
        macs=_change(before.total_macs, after.total_macs),
        depth=f"{int(after.weighted_depth - before.weighted_depth):+d}",
        field=f"{after.receptive_field - before.receptive_field:+d}",
    )


def _row_words(net: CountedNet, row: int) -> str:
    """A row's name, operation and window."""
    operation = tr(OPERATIONS[net.frame.operations[row]])
    return (
        f"{net.name_of(row)} ({' '.join(filter(None, (operation, window_words(net.frame, row))))})"
    )


def _change(before: float, after: float) -> str:
    """A change of a count, and its factor."""
    apart = after - before
    sign = "+" if apart >= 0 else "−"
    return f"{sign}{short_count(abs(apart))} ({times_words(after / max(1, before))})"


def pointed_words(net: CountedNet, place: Place) -> str:
    """The name and the numbers of what is pointed at; what to point at if that is nothing."""
    row, frame = net.row_at(place), net.frame
    if place.part < 0:
        return tr("Point at a box, a bar or a row; the arrows ← → step through the parts.")
    whole = place.row < 0
    name = net.part_names[place.part][0] if whole else _row_words(net, row)
    shape = shape_words(*(int(v) for v in frame.shapes[row]))
    parameters = int(net.part_parameters[place.part] if whole else frame.parameters[row])
    macs = int(net.part_macs[place.part] if whole else frame.macs[row])
    found = [
        tr("{name}: output {shape}", name=name, shape=shape),
        _part_of(tr("{count} parameters ({share})"), parameters, frame.total_parameters),
        _part_of(tr("{count} MACs ({share})"), macs, frame.total_macs),
        field_words(net.field_at(place), net.side),
    ]
    return ", ".join(filter(None, found))


def _part_of(text: str, count: int, whole: int) -> str:
    """A count and its share of the whole; nothing about none."""
    share = share_words(count / max(1, whole))
    return text.format(count=short_count(count), share=share) if count else ""
