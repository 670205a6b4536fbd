from pathlib import Path

import pytest

from pipeline.config import DEFAULTS, load_config
from pipeline.errors import ConfigError


def write(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_default_is_a_setting():
    config = load_config()
    assert config.encoder.batch_size == 8
    assert config.encoder.folder.is_absolute()


def test_a_setting_overrides_its_default_and_leaves_the_others(tmp_path):
    config = load_config(write(tmp_path, "[links]\nlimit = 9\n"))
    assert config.links.limit == 9
    assert config.links.model == load_config().links.model


def test_paths_are_relative_to_the_file_that_names_them(tmp_path):
    config = load_config(write(tmp_path, '[encoder]\nfolder = "mine"\n'))
    assert config.encoder.folder == tmp_path / "mine"


def test_no_setting_depends_on_the_folder_one_stands_in(tmp_path, monkeypatch):
    before = load_config()
    monkeypatch.chdir(tmp_path)
    assert load_config() == before
    assert before.structure.model.is_absolute()
    own = load_config(write(tmp_path, '[structure]\nmodel = "mine"\n'))
    assert own.structure.model == tmp_path / "mine"


def test_a_database_url_is_not_taken_for_a_path(tmp_path):
    url = "postgresql://arkiv@db/sagsspor"
    config = load_config(write(tmp_path, f'[archive]\nurl = "{url}"\n'))
    assert config.archive.url == url


def test_home_can_be_named(tmp_path, monkeypatch):
    monkeypatch.setenv("SAGSSPOR_HOME", str(tmp_path))
    assert load_config().paths.knowledge == tmp_path / "data" / "knowledge"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[links]\nlimt = 9", "links.limt"),
        ('[links]\nlimit = "nine"', "links.limit"),
        ("[links]\nlimit = -1", "links.limit must be 1 or more, got -1"),
        ("[minutes]\nmax_bytes = 0", "minutes.max_bytes must be 1 or more"),
        ("[lonks]\nlimit = 9", "lonks"),
        ("limit = 9", "limit"),
        ("[links\n", "own.toml"),
    ],
)
def test_a_bad_setting_is_named(tmp_path, text, named):
    path = write(tmp_path, text)
    with pytest.raises(ConfigError, match=named):
        load_config(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"gone\.toml"):
        load_config(tmp_path / "gone.toml")


def test_defaults_stand_in_one_file_only():
    assert "batch_size = 8" in DEFAULTS.read_text(encoding="utf-8")


def test_a_device_without_end_is_too_large_for_settings():
    with pytest.raises(ConfigError, match="/dev/zero: settings are never larger than"):
        load_config(Path("/dev/zero"))
