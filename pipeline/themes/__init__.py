"""Themes of agenda items: features, classifier, calibration, evidence."""

from pipeline.themes.store import load_themes
from pipeline.themes.tagger import ThemeTagger, tag_items

__all__ = ["ThemeTagger", "load_themes", "tag_items"]
