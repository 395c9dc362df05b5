"""Everything that is computed. No Qt, ever (a test holds it)."""

__version__ = "0.1.0"
