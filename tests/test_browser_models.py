"""Modeller in a real browser."""

import shutil
from dataclasses import replace

import pytest
from browser import press
from test_web_models import challenger, session, store  # noqa: F401

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


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_model_is_learned_refused_put_in_use_and_taken_back_by_keyboard(
    new_page,
    live,
    session,  # noqa: F811
    store,  # noqa: F811
    challenger,  # noqa: F811
    scripts,
):
    page = new_page(java_script_enabled=scripts)
    page.goto(f"{live(session)}/modeller")
    challenger(loses=True)
    press(page, "button", "Lær af rettelserne")
    page.get_by_text("afvist: tilsyn (det annoterede korpus) ville tabe").first.wait_for()
    assert store.champion == 0
    press(page, "link", "Til versionerne")
    press(page, "button", "Tag i brug")
    page.get_by_text("Temaerne i 3 møder er opdateret").first.wait_for()
    assert store.champion == 1
    press(page, "link", "Modeller")
    press(page, "button", "Gå tilbage til den før")
    page.get_by_text("Version 0 er i brug igen").first.wait_for()
