import pytest

from pipeline.files import replacing


def test_a_file_is_replaced_when_it_is_whole(tmp_path):
    path = tmp_path / "new" / "a.txt"
    for text in ("first", "second"):
        with replacing(path) as part:
            part.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "second"
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_is_replaced_with_all_that_it_held(tmp_path):
    folder = tmp_path / "model"
    for name in ("old", "new"):
        with replacing(folder) as part:
            part.mkdir()
            (part / name).touch()
    assert [path.name for path in folder.iterdir()] == ["new"]


def break_off(path):
    with replacing(path) as part:
        part.write_text("half", encoding="utf-8")
        raise OSError("full")


def test_what_stood_there_stays_if_the_writing_fails(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("whole", encoding="utf-8")
    with pytest.raises(OSError, match="full"):
        break_off(path)
    assert path.read_text(encoding="utf-8") == "whole"
    assert list(tmp_path.iterdir()) == [path]
