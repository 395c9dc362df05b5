"""The player of what passes in time on a page, as keys, menus and films control it. No Qt."""

from __future__ import annotations

from app.panel.animation import Animation


class Player:
    """Controls what passes in time. What a page has no use for does nothing."""

    def restart(self) -> None:
        """Start again from the beginning."""

    def show_start(self) -> None:
        """Show the start, and wait there."""

    def show_end(self) -> None:
        """Show the end."""

    def toggle(self) -> None:
        """Play or pause."""

    def pause(self) -> None:
        """Pause at the current moment."""

    def nudge(self, by: int) -> None:
        """Move by a number of steps."""

    def animation(self) -> Animation | None:
        """The animation that can be filmed; None if there is none."""
        return None
