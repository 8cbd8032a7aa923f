"""Files that come whole or not at all, whatever happens while they are written or moved; kills are in tests/faults."""

import os

import pytest

from linkbudget import writing
from linkbudget.errors import InputError
from linkbudget.writing import finish_moves, whole_file, whole_files, whole_folder


def contents(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def fill(path, *names, error=None, how=whole_files):
    """Write new files at once, those that end in / as folders with a file in them; then fail, where asked to."""
    with how(path) as folder:
        for name in names:
            file = folder / name
            if name.endswith("/"):
                file.mkdir()
                file /= "chunk"
            file.write_text("new")
        if error is not None:
            raise error


def refusing(monkeypatch, refuses, name="replace"):
    """Let renames fail of which ``refuses`` is true, given their number from one and the name of the target."""
    rename, targets = getattr(os, name), []

    def sometimes(source, target, **options):
        targets.append(os.path.basename(target))
        if refuses(len(targets), targets[-1]):
            raise PermissionError(1, "Operation not permitted")
        rename(source, target, **options)

    monkeypatch.setattr(os, name, sometimes)


@pytest.mark.parametrize("how", [whole_files, whole_folder])
def test_files_replace_those_of_their_name_and_leave_the_others(how, tmp_path):
    (tmp_path / "old.txt").write_text("old")
    (tmp_path / "other.txt").write_text("other")
    fill(tmp_path, "old.txt", how=how)
    assert contents(tmp_path) == {"old.txt": "new", "other.txt": "other"}


@pytest.mark.parametrize("how", [whole_files, whole_folder])
def test_block_that_fails_leaves_the_folder_as_it_was_and_makes_none(how, tmp_path):
    with pytest.raises(InputError, match="deep: No space left on device; nothing was written"):
        fill(tmp_path / "new" / "deep", "half.txt", error=OSError(28, os.strerror(28)), how=how)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("links", "failing"), [(True, 1), (True, 2), (False, 1), (False, 2), (False, 3), (False, 4)])
def test_move_that_fails_brings_all_old_files_back(links, failing, tmp_path, monkeypatch):
    """Each of two files is put aside, by a link or else a rename, and then replaced: any of the renames may fail."""
    before = {"a.txt": "old a", "b.txt": "old b", "c.txt": "old c"}
    for name, text in before.items():
        (tmp_path / name).write_text(text)
    if not links:
        refusing(monkeypatch, lambda *_: True, "link")
    refusing(monkeypatch, lambda number, _: number == failing)
    with pytest.raises(InputError, match="Operation not permitted; nothing was written"):
        fill(tmp_path, "a.txt", "b.txt")
    assert contents(tmp_path) == before


def test_folder_that_was_moved_is_taken_back_whole(tmp_path, monkeypatch):
    refusing(monkeypatch, lambda _, name: name == "b.txt")
    with pytest.raises(InputError, match="nothing was written"):
        fill(tmp_path / "out", "a.zarr/", "b.txt")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", [whole_files, whole_folder])
def test_folder_in_the_place_of_a_file_is_left_alone(how, tmp_path):
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(InputError, match="is a folder where a file is to be written; nothing was written"):
        fill(tmp_path, "a.txt", "b.txt", how=how)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_folder_of_a_result_keeps_what_it_is(tmp_path):
    """Exchanged for another, it has the same rights and other files, links to nowhere too."""
    folder = tmp_path / "out"
    folder.mkdir()
    folder.chmod(0o750)
    (folder / "a.txt").write_text("old")
    (folder / "mine.txt").write_text("mine")
    (folder / "nowhere").symlink_to("gone")
    inode = (folder / "mine.txt").stat().st_ino
    fill(folder, "a.txt", "b.txt", how=whole_folder)
    assert folder.stat().st_mode & 0o777 == 0o750
    assert os.readlink(folder / "nowhere") == "gone"
    assert (folder / "mine.txt").stat().st_ino == inode
    assert {file.name for file in folder.iterdir()} == {"a.txt", "b.txt", "mine.txt", "nowhere"}
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("what", ["the current folder", "with a folder in it", "behind a link", "no exchange"])
def test_folder_that_cannot_be_exchanged_gets_its_files_one_by_one(what, tmp_path, monkeypatch):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text("old")
    if what == "the current folder":
        monkeypatch.chdir(folder)
    elif what == "with a folder in it":
        (folder / "mine").mkdir()
    elif what == "behind a link":
        (tmp_path / "link").symlink_to(folder)
    else:
        monkeypatch.setattr(writing, "_exchanged", lambda *_: False)
    inode = folder.stat().st_ino
    fill(tmp_path / "link" if what == "behind a link" else folder, "a.txt", "b.txt", how=whole_folder)
    assert (folder / "a.txt").read_text() == (folder / "b.txt").read_text() == "new"
    assert (folder.stat().st_ino == inode) == (what != "behind a link")
    assert not [path for path in (*tmp_path.iterdir(), *folder.iterdir()) if path.name.startswith(writing.PREFIX)]


def test_temporary_folder_of_a_living_writer_is_left_alone(tmp_path):
    with whole_file(tmp_path / "slow.txt") as slow:
        slow.write_text("slow")
        with whole_file(tmp_path / "quick.txt") as quick:
            quick.write_text("quick")
        finish_moves(tmp_path)
        assert slow.exists()
    assert contents(tmp_path) == {"slow.txt": "slow", "quick.txt": "quick"}


def test_temporary_folders_of_strangers_are_left_alone(tmp_path, monkeypatch):
    (tmp_path / f"{writing.PREFIX}theirs").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    finish_moves(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    monkeypatch.undo()
    finish_moves(tmp_path)
    assert not list(tmp_path.iterdir())
