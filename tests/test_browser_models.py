"""Modeller in a real browser."""

import shutil
from dataclasses import replace

import pytest

from pipeline.app import models
from pipeline.app.session import Session
from pipeline.config import home, load_config


@pytest.fixture
def address(archive, put, minutes_of, live, tmp_path, monkeypatch) -> str:
    put(minutes_of(("Botilbud på Ærø", "Kapaciteten øges.")))
    shutil.copytree(home() / "models" / "themes", tmp_path / "models" / "themes")
    config = load_config()
    config = replace(config, themes=replace(config.themes, model=tmp_path / "models" / "themes"))
    monkeypatch.setattr(models, "retag_archive", lambda _: 1)
    return live(Session(config, archive))


def test_the_archive_is_tagged_again_from_the_page_and_its_job_is_listed_there(page, axe, address):
    page.goto(f"{address}/modeller")
    page.get_by_role("button", name="Opdatér temaerne i arkivet").press("Enter")
    page.get_by_text("Temaerne i 1 møde er opdateret").wait_for()
    page.get_by_text("færdigt").wait_for()
    assert axe(page) == []
    page.get_by_label("Hovedmenu").get_by_role("link", name="Modeller").click()
    assert page.get_by_role("link", name="Opdatér temaerne i arkivet").is_visible()
