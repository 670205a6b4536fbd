"""Themes of agenda items: features, classifier, calibration, evidence."""

from pipeline.themes.store import load_themes
from pipeline.themes.tagger import ItemThemes, ThemeTagger, tag_items

__all__ = ["ItemThemes", "ThemeTagger", "load_themes", "tag_items"]
