"""Themes of agenda items: features, classifier, calibration, evidence."""

from pipeline.themes.item import ThemeInput
from pipeline.themes.store import load_themes
from pipeline.themes.tagger import ThemeTagger

__all__ = ["ThemeInput", "ThemeTagger", "load_themes"]
