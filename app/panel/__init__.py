"""The parts of which every panel is made."""
