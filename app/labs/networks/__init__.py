"""The room of Networks: its panel, pages, presets, words and readings."""
