"""What passes in time on a page, as keys, menus and films move it. No Qt."""

from __future__ import annotations

from app.panel.animation import Animation


class Player:
    """Moves what passes in time. What a page has no use for does nothing."""

    def restart(self) -> None:
        """Begin anew."""

    def show_start(self) -> None:
        """Show the start, and wait there."""

    def show_end(self) -> None:
        """Show the end."""

    def toggle(self) -> None:
        """Play or pause."""

    def pause(self) -> None:
        """Hold it where it is."""

    def nudge(self, by: int) -> None:
        """Move by so many steps."""

    def animation(self) -> Animation | None:
        """Its moments to be filmed; None where there are none."""
        return None
