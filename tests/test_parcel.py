"""A hand-in that was sent is what it was where it lay: the same submission, or the same refusal."""

from __future__ import annotations

import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder import submission
from autograder.disk import MAX_BYTES, MAX_ENTRIES
from autograder.errors import SubmissionError
from autograder.parcel import Parcel
from autograder.repair import Given
from autograder.submission import Submission

STUB = "def my_loss(y_true, y_pred):\n    ...\n"
WORK = "def my_loss(y_true, y_pred):\n    return y_true - y_pred\n"
GIVEN = Given.of(submission.from_text("stub", "task.py", STUB).cells)


def a_file(path: Path) -> None:
    path.write_text(WORK)


def a_picture(path: Path) -> None:
    path.with_suffix(".png").write_bytes(b"\x89PNG")


def an_empty_file(path: Path) -> None:
    path.write_bytes(b"")


def a_binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)))


def a_file_that_is_too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)


def a_link(path: Path) -> None:
    a_file(path.with_name("target.py"))
    path.symlink_to("target.py")


def a_link_to_a_folder(path: Path) -> None:
    a_folder(path.with_name("target"))
    path.symlink_to("target")


def a_hard_link(path: Path) -> None:
    a_file(path.with_name("target.py"))
    path.hardlink_to(path.with_name("target.py"))


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def nothing(path: Path) -> None:
    """It was removed since it was listed."""


def a_folder(path: Path) -> None:
    path.mkdir()
    (path / "task.py").write_text(STUB)
    (path / "src").mkdir()
    (path / "src" / "my own.py").write_text(WORK)
    (path / "notes.txt").write_text("none")


def a_folder_of_nothing(path: Path) -> None:
    path.mkdir()
    (path / ".hidden.py").write_text(WORK)


def a_folder_of_too_much(path: Path) -> None:
    path.mkdir()
    for number in range(MAX_ENTRIES + 1):
        (path / str(number)).touch()


def a_folder_with_links(path: Path) -> None:
    a_folder(path)
    (path / "task.ipynb").symlink_to("task.py")
    (path / "src" / "my own.py").rename(path.with_name("away.py"))
    (path / "src" / "my own.py").hardlink_to(path.with_name("away.py"))


def a_folder_with_a_stub_that_has_two_names(path: Path) -> None:
    a_folder(path)
    path.with_name("away.py").hardlink_to(path / "task.py")


def a_folder_with_a_file_that_is_too_large(path: Path) -> None:
    a_folder(path)
    a_file_that_is_too_large(path / "task.ipynb")


def a_folder_of_zips(path: Path) -> None:
    path.mkdir()
    for name, text in [("a.zip", WORK.replace("-", "+")), ("task.zip", WORK), ("z.ZIP", STUB)]:
        with zipfile.ZipFile(path / name, "w") as archive:
            archive.writestr("task.py", text)


def a_folder_with_stubs_and_a_zip(path: Path) -> None:
    a_folder_of_zips(path)
    (path / "task.py").write_text(STUB)


def a_folder_of_strange_names(path: Path) -> None:
    path.mkdir()
    (path / "sub\ntask.py").write_text(STUB)
    Path(os.fsdecode(os.fsencode(path) + b"/\xff.py")).write_text(WORK)


def a_zip_that_points_out(path: Path) -> None:
    with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
        archive.writestr("../task.py", WORK)


KINDS = [
    a_file,
    a_picture,
    an_empty_file,
    a_binary,
    a_file_that_is_too_large,
    a_link,
    a_link_to_a_folder,
    a_hard_link,
    a_pipe,
    nothing,
    a_folder,
    a_folder_of_nothing,
    a_folder_of_too_much,
    a_folder_with_links,
    a_folder_with_a_stub_that_has_two_names,
    a_folder_with_a_file_that_is_too_large,
    a_folder_of_zips,
    a_folder_with_stubs_and_a_zip,
    a_folder_of_strange_names,
    a_zip_that_points_out,
]


def outcome(read: Callable[[], Submission]) -> Submission | str:
    try:
        return read()
    except SubmissionError as error:
        return str(error)


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_a_parcel_is_read_as_its_files_are(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "ann.py")
    path = next((p for p in tmp_path.iterdir() if p.stem == "ann"), tmp_path / "ann.py")
    data = pickle.loads(pickle.dumps(Parcel.pack("ann", path, "task").as_data()))
    here = outcome(lambda: submission.read(path, "ann", "task", GIVEN))
    there = outcome(lambda: submission.read_from(Parcel.from_data(data), "ann", "task", GIVEN))
    assert there == here


def test_a_folder_is_read_with_the_work_in_it(tmp_path: Path) -> None:
    a_folder(tmp_path / "ann")
    parcel = Parcel.pack("ann", tmp_path / "ann", "task")
    assert submission.read_from(parcel, "ann", "task", GIVEN).file == "src/my own.py"


def test_of_many_zips_one_is_sent(tmp_path: Path) -> None:
    a_folder_of_zips(tmp_path / "ann")
    parcel = Parcel.pack("ann", tmp_path / "ann", "task")
    assert parcel.files == ("task.zip", "a.zip", "z.ZIP")
    assert list(parcel.contents) == ["task.zip"]


def test_what_can_not_be_graded_is_not_sent(tmp_path: Path) -> None:
    a_folder(tmp_path / "ann")
    (tmp_path / "movie.mp4").write_bytes(bytes(1 << 16))
    for path in (tmp_path / "ann", tmp_path / "movie.mp4"):
        assert "notes.txt" not in str(Parcel.pack("ann", path, "task").as_data())
        assert len(pickle.dumps(Parcel.pack("ann", path, "task").as_data())) < 1000
