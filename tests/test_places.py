from pipeline.config import PACKAGE, Places, places


def test_in_a_checkout_all_files_lie_in_it(monkeypatch):
    monkeypatch.delenv("SAGSSPOR_HOME", raising=False)
    checkout = PACKAGE.parent
    assert places() == Places(shipped=checkout, own=checkout, cache=checkout)


def test_what_a_user_has_goes_before_what_was_shipped(tmp_path):
    here = Places(shipped=tmp_path / "shipped", own=tmp_path / "own", cache=tmp_path / "cache")
    assert here.find("models/themes") == tmp_path / "shipped" / "models" / "themes"
    (tmp_path / "own" / "models" / "themes").mkdir(parents=True)
    assert here.find("models/themes") == tmp_path / "own" / "models" / "themes"


def test_what_was_shipped_is_never_written_to(tmp_path):
    here = Places(shipped=tmp_path / "shipped", own=tmp_path / "own", cache=tmp_path / "cache")
    assert here.to_write(here.shipped / "models" / "ærø") == here.own / "models" / "ærø"
    assert here.to_write(tmp_path / "elsewhere") == tmp_path / "elsewhere"
