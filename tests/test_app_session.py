"""What a session knows of the knowledge beside it: it is read again when a file of it changes."""

from dataclasses import replace

from pipeline.app.session import Session
from pipeline.config import load_config

THEME = """\
[[theme]]
name = "{name}"
definition = "Om {name}."
terms = ["{name}*"]
"""


def test_themes_and_groups_of_cases_are_those_of_the_files_as_they_are(archive, tmp_path):
    config = load_config()
    session = Session(replace(config, paths=replace(config.paths, knowledge=tmp_path)), archive)
    themes, groups = tmp_path / "themes.toml", tmp_path / "kle.csv"
    themes.write_text(THEME.format(name="færger"), encoding="utf-8")
    assert [theme.name for theme in session.register] == ["færger"]
    assert session.subject_of("27.03.08-P20-1-22") == ""
    themes.write_text(THEME.format(name="færger") + THEME.format(name="havne"), encoding="utf-8")
    groups.write_text("number,title,source\n27,Ældre,opdigtet\n", encoding="utf-8")
    assert [theme.name for theme in session.register] == ["færger", "havne"]
    assert session.subject_of("27.03.08-P20-1-22") == "27 Ældre"
