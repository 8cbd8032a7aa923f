"""Files that come whole or not at all, whatever happens while they are written or moved."""

import os

import pytest

from linkbudget.errors import InputError
from linkbudget.writing import whole_folder


def contents(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def fill(path, *names, error=None):
    """Write new files at once, those that end in / as folders with a file in them; then fail, where asked to."""
    with whole_folder(path) as folder:
        for name in names:
            file = folder / name
            if name.endswith("/"):
                file.mkdir()
                file /= "chunk"
            file.write_text("new")
        if error is not None:
            raise error


def refusing(monkeypatch, refuses):
    """Let renames fail of which ``refuses`` is true, given their number from one and the name of the target."""
    rename, targets = os.replace, []

    def sometimes(source, target):
        targets.append(os.path.basename(target))
        if refuses(len(targets), targets[-1]):
            raise PermissionError(1, "Operation not permitted")
        rename(source, target)

    monkeypatch.setattr(os, "replace", sometimes)


def test_files_replace_those_of_their_name_and_leave_the_others(tmp_path):
    (tmp_path / "old.txt").write_text("old")
    (tmp_path / "other.txt").write_text("other")
    fill(tmp_path, "old.txt")
    assert contents(tmp_path) == {"old.txt": "new", "other.txt": "other"}


def test_block_that_fails_leaves_the_folder_as_it_was_and_makes_none(tmp_path):
    with pytest.raises(InputError, match="deep: No space left on device; nothing was written"):
        fill(tmp_path / "new" / "deep", "half.txt", error=OSError(28, os.strerror(28)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_move_that_fails_brings_all_old_files_back(failing, tmp_path, monkeypatch):
    """Each of two files is put aside and then replaced: any of the four renames may fail."""
    before = {"a.txt": "old a", "b.txt": "old b", "c.txt": "old c"}
    for name, text in before.items():
        (tmp_path / name).write_text(text)
    refusing(monkeypatch, lambda number, _: number == failing)
    with pytest.raises(InputError, match="Operation not permitted; nothing was written"):
        fill(tmp_path, "a.txt", "b.txt")
    assert contents(tmp_path) == before


def test_folder_that_was_moved_is_taken_back_whole(tmp_path, monkeypatch):
    refusing(monkeypatch, lambda _, name: name == "b.txt")
    with pytest.raises(InputError, match="nothing was written"):
        fill(tmp_path / "out", "a.zarr/", "b.txt")
    assert list(tmp_path.iterdir()) == []
