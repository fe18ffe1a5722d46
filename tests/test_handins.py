"""Names of hand-ins: whatever files are called, every one has a row and a name of its own."""

from __future__ import annotations

import os
import sys
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.handins import HandIn, collect

NFC, NFD = "Zo\u00eb", "Zoe\u0308"


def put(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text("", encoding="utf-8")
    return folder


def put_if_possible(folder: Path, *names: str) -> Path:
    """For names that some file systems take for one, or refuse: what they keep is tested."""
    for name in names:
        try:
            put(folder, name)
        except OSError:
            assert sys.platform != "linux", name
    return folder


def ids(hand_ins: Sequence[HandIn]) -> list[str]:
    return [hand_in.id for hand_in in hand_ins]


def by_name(hand_ins: Sequence[HandIn]) -> dict[str, str]:
    return {hand_in.path.name: hand_in.id for hand_in in hand_ins}


def assert_safe(hand_ins: Sequence[HandIn]) -> None:
    """The ids can be made into files of one folder, on any file system."""
    for name in ids(hand_ins):
        assert name.isprintable()
        assert name == name.strip(". ") != ""
        assert not set(name) & set('/\\:*?"<>|')
        assert len(name.encode("utf-8")) <= 120
    folded = {unicodedata.normalize("NFD", name).casefold() for name in ids(hand_ins)}
    assert len(folded) == len(hand_ins)


# --- ordinary names ----------------------------------------------------------------------------


def test_ordinary_files_are_named_without_their_ending(tmp_path: Path) -> None:
    put(tmp_path, "alice.ipynb", "bob.py", "carol.zip", "dan.IPYNB")
    assert ids(collect([tmp_path])) == ["alice", "bob", "carol", "dan"]


def test_a_folder_in_a_folder_is_one_hand_in_by_its_name(tmp_path: Path) -> None:
    put(tmp_path / "alice", "master.py", "more.py")
    put(tmp_path, "bob.py")
    assert collect([tmp_path]) == [
        HandIn("alice", tmp_path / "alice"),
        HandIn("bob", tmp_path / "bob.py"),
    ]


def test_a_single_file_is_one_hand_in(tmp_path: Path) -> None:
    put(tmp_path, "alice.py", "bob.py")
    assert collect([tmp_path / "alice.py"]) == [HandIn("alice", tmp_path / "alice.py")]


def test_dots_within_a_name_are_kept(tmp_path: Path) -> None:
    put(tmp_path, "alice.v1.2.py", "alice.tar.gz")
    assert by_name(collect([tmp_path])) == {
        "alice.v1.2.py": "alice.v1.2",
        "alice.tar.gz": "alice.tar.gz",
    }


def test_spaces_quotes_and_letters_of_any_script_are_kept(tmp_path: Path) -> None:
    names = ["Ann O'Neil", "Müller Łukasz", "王小明", "Αλίκη", "علي", "a,b;c$d&e(f)", "🐍"]
    put(tmp_path, *(f"{name}.py" for name in names))
    assert sorted(ids(collect([tmp_path]))) == sorted(names)


# --- names that collide ------------------------------------------------------------------------


def test_files_of_one_stem_keep_their_endings(tmp_path: Path) -> None:
    put(tmp_path, "alice.py", "alice.ipynb", "bob.py")
    assert ids(collect([tmp_path])) == ["alice.ipynb", "alice.py", "bob"]


def test_a_folder_and_a_file_of_one_stem_are_told_apart(tmp_path: Path) -> None:
    put(tmp_path / "alice", "master.py")
    put(tmp_path, "alice.py")
    assert ids(collect([tmp_path])) == ["alice", "alice.py"]


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    monday, friday = put(tmp_path / "monday", "alice.py"), put(tmp_path / "friday", "alice.py")
    assert ids(collect([monday, friday])) == ["monday alice.py", "friday alice.py"]


def test_files_of_one_name_in_folders_of_one_name_are_numbered(tmp_path: Path) -> None:
    folders = [put(tmp_path / group / "late", "alice.py") for group in "abc"]
    assert ids(collect(folders)) == ["late alice.py", "late alice.py (2)", "late alice.py (3)"]


def test_a_number_that_is_somebodys_name_is_passed_over(tmp_path: Path) -> None:
    folders = [put(tmp_path / group / "late", "alice.py") for group in "abc"]
    other = put(tmp_path / "d", "late alice.py (2).py")
    assert ids(collect([other, *folders])) == [
        "late alice.py (2)",
        "late alice.py",
        "late alice.py (3)",
        "late alice.py (4)",
    ]


@pytest.mark.parametrize(
    "names",
    [
        ["alice.py", "ALICE.py", "Alice.py"],
        ["strasse.py", "straße.py", "STRASSE.py"],
        [f"{NFC}.py", f"{NFD}.py"],
        [f"{NFC}.py", f"{NFD.upper()}.py"],
        ["σίσυφος.py", "ΣΊΣΥΦΟΣ.py"],
        ["alice.py", "alice.PY", "alice.ipynb", "Alice.IPYNB"],
    ],
    ids=["case", "sharp s", "normal forms", "normal forms and case", "sigma", "endings"],
)
def test_names_that_some_file_system_takes_for_one_are_told_apart(
    names: list[str], tmp_path: Path
) -> None:
    found = collect([put(tmp_path / "handins", *names)])
    assert len(found) == len(list((tmp_path / "handins").iterdir()))
    assert_safe(found)


def test_a_name_that_looks_like_anothers_longer_one_does_not_take_it(tmp_path: Path) -> None:
    put(tmp_path, "alice.py", "alice.ipynb", "alice.py.zip", "alice.ipynb.py", "alice.py (2).py")
    found = collect([tmp_path])
    assert len(found) == 5
    assert_safe(found)


def test_a_file_named_twice_is_one_hand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "alice.py", "bob.py")
    monkeypatch.chdir(tmp_path)
    found = collect([tmp_path, Path("alice.py"), tmp_path / "alice.py", Path()])
    assert ids(found) == ["alice", "bob"]


# --- names that are no good as file names -------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "a\nb.py",
        "a\tb\x01c.py",
        "\x1b[31mred\x1b[0m.py",
        "\u202efdp.py",
        "a\u2028b.py",
        "..alice.py",
        "...py",
        " .py",
        "alice .py",
        "alice..py",
        "C:alice.py",
        "a\\b.py",
        "..\\..\\up.py",
        'a"b*c?<d>|.py',
        "\ufeffalice.py",
    ],
)
def test_characters_that_are_no_good_in_a_file_name_are_replaced(name: str, tmp_path: Path) -> None:
    put_if_possible(tmp_path, name)
    found = collect([tmp_path / name])
    assert len(found) == 1
    assert_safe(found)


@pytest.mark.parametrize("name", ["-rf.py", "--help.py", "=1+1.py", "@a.py", "$HOME.py", "~.py"])
def test_a_name_that_is_odd_but_harmless_in_a_path_is_kept(name: str, tmp_path: Path) -> None:
    put(tmp_path, name)
    assert ids(collect([tmp_path])) == [name.removesuffix(".py")]


@pytest.mark.parametrize(
    "name", ["CON.py", "nul.ipynb", "Aux", "com1.tar.py", "LPT9 .py", "COM¹.zip", "conin$.py"]
)
def test_a_name_that_windows_takes_for_a_device_is_changed(name: str, tmp_path: Path) -> None:
    put_if_possible(tmp_path, name)
    (found,) = collect([tmp_path])
    assert found.id.startswith(f"_{name[:3]}")


@pytest.mark.parametrize("name", ["CONRAD.py", "com.py", "a.con.py", "Nula.py"])
def test_a_name_that_only_starts_like_a_device_is_kept(name: str, tmp_path: Path) -> None:
    put(tmp_path, name)
    assert ids(collect([tmp_path])) == [name.removesuffix(".py")]


def test_a_path_in_an_error_steers_no_terminal(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        collect([tmp_path / "\x1b[31mgone\n"])
    assert str(caught.value).isprintable()


def test_names_that_differ_in_replaced_characters_only_stay_apart(tmp_path: Path) -> None:
    put_if_possible(tmp_path, "a:b.py", "a?b.py", "a\nb.py", "a_b.py")
    found = collect([tmp_path])
    assert by_name(found)["a_b.py"] == "a_b"
    assert all(name.startswith("a_b") for name in ids(found))
    assert_safe(found)


@pytest.mark.parametrize("letter", ["a", "é", "王", "🐍"])
def test_a_name_as_long_as_file_systems_allow_is_cut(letter: str, tmp_path: Path) -> None:
    length = (255 - len(".ipynb")) // len(letter.encode())
    names = [f"{letter * (length - 1)}{digit}.ipynb" for digit in "12"]
    put_if_possible(tmp_path, *names)
    found = collect([tmp_path])
    assert_safe(found)
    for name in ids(found):
        assert name.startswith(letter * 20)
        (tmp_path / f"{name}.json").touch()


def test_bytes_that_are_no_text_are_replaced(tmp_path: Path) -> None:
    for raw in (b"al\xffice.py", b"al\xfeice.py"):
        try:
            Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw)).touch()
        except OSError:  # macOS knows no such names
            assert sys.platform != "linux"
            put(tmp_path, f"al_ice {raw[2]}.py")
    found = collect([tmp_path])
    assert len(found) == 2
    assert all(name.startswith("al_ice") for name in ids(found))
    assert_safe(found)


def test_the_name_of_a_hand_in_does_not_depend_on_where_it_lies(tmp_path: Path) -> None:
    name = "a?" + "b" * 200 + ".py"
    here, there = put(tmp_path / "here", name), put(tmp_path / "there" / "deep", name)
    assert ids(collect([here])) == ids(collect([there]))


# --- what is a hand-in -------------------------------------------------------------------------


def test_hidden_files_and_what_systems_leave_behind_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, ".DS_Store", "._alice.py", ".hidden.py", "Thumbs.db", "desktop.ini", "~$a.docx")
    for folder in ("__MACOSX", "__pycache__", ".ipynb_checkpoints", ".git"):
        put(tmp_path / folder, "alice.py")
    put(tmp_path, "alice.py")
    assert ids(collect([tmp_path])) == ["alice"]


def test_every_other_file_has_a_row_under_its_whole_name(tmp_path: Path) -> None:
    names = ["README", "a.docx", "b.pdf", "c.txt", "d.py.bak", "e.ipynb.txt", "f.rar", "grades.csv"]
    put(tmp_path, *names)
    assert ids(collect([tmp_path])) == names


def test_links_and_pipes_have_rows_as_well(tmp_path: Path) -> None:
    (tmp_path / "dangling.py").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop.py")
    os.mkfifo(tmp_path / "pipe.py")
    assert ids(collect([tmp_path])) == ["dangling", "loop", "pipe"]


def test_a_hidden_file_that_is_asked_for_is_a_hand_in(tmp_path: Path) -> None:
    put(tmp_path, ".alice.py")
    found = collect([tmp_path / ".alice.py"])
    assert len(found) == 1
    assert_safe(found)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing to grade in .*expected \.py, \.ipynb, \.zip"):
        collect([tmp_path])


def test_a_folder_of_hidden_files_is_refused(tmp_path: Path) -> None:
    put(tmp_path, ".DS_Store")
    with pytest.raises(UsageError, match="nothing to grade"):
        collect([tmp_path])


def test_an_empty_folder_beside_a_full_one_is_no_trouble(tmp_path: Path) -> None:
    empty, full = put(tmp_path / "empty"), put(tmp_path / "full", "alice.py")
    assert ids(collect([empty, full])) == ["alice"]


@pytest.mark.parametrize("name", ["nowhere", "nowhere.py", "no/where", "x" * 5000])
def test_a_path_that_is_not_there_is_refused_by_its_name(name: str, tmp_path: Path) -> None:
    put(tmp_path, "alice.py")
    with pytest.raises(UsageError) as caught:
        collect([tmp_path / "alice.py", tmp_path / name])
    assert str(caught.value).startswith(f"{tmp_path / name} does not exist")
    assert len(str(caught.value).splitlines()) == 1


# --- order and speed ---------------------------------------------------------------------------


def test_a_folder_is_in_the_order_of_its_names_whatever_the_disk_says(tmp_path: Path) -> None:
    put(tmp_path, "c.py", "a.py", "b.py", "10.py", "9.py")
    assert ids(collect([tmp_path])) == ["10", "9", "a", "b", "c"]


def test_paths_are_in_the_order_in_which_they_were_given(tmp_path: Path) -> None:
    late, early = put(tmp_path / "late", "b.py", "a.py"), put(tmp_path / "early", "c.py")
    assert ids(collect([late, early, put(tmp_path, "0.py") / "0.py"])) == ["a", "b", "c", "0"]


def test_the_same_folder_gives_the_same_names_again(tmp_path: Path) -> None:
    put(tmp_path, "alice.py", "alice.ipynb", "Bob.py", "bob.py", "x?.py", "x*.py")
    assert collect([tmp_path]) == collect([tmp_path])


def test_thousands_of_files_of_their_own_names_are_named_at_once(tmp_path: Path) -> None:
    put(tmp_path, *(f"student {k}.py" for k in range(5000)))
    began = time.perf_counter()
    found = collect([tmp_path])
    assert time.perf_counter() - began < 2
    assert set(ids(found)) == {f"student {k}" for k in range(5000)}


def test_thousands_of_files_of_one_name_are_named_at_once(tmp_path: Path) -> None:
    files = [put(tmp_path / str(k) / "handin", "master.py") / "master.py" for k in range(5000)]
    began = time.perf_counter()
    found = collect(files)
    assert time.perf_counter() - began < 2
    assert ids(found)[0] == "handin master.py"
    assert set(ids(found)[1:]) == {f"handin master.py ({k})" for k in range(2, 5001)}
