"""A room for each lab: its panel, pages, presets, words and readings."""
