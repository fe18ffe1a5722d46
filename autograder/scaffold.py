"""A new assignment: two folders that hold a small valid skeleton and say what is still to do."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from pathlib import Path

from autograder.errors import UsageError
from autograder.files import write_atomically
from autograder.template import FOLDER, render

TEMPLATES = FOLDER / "new"
ENDING = ".jinja"


def write(course: Path, slug: str, title: str | None = None) -> list[Path]:
    """Write both folders of ``slug``; returns the files.

    Raises UsageError for a slug that Python could not import or a title of several lines, and
    if one of the folders is there: nothing is overwritten.
    """
    _check(slug, title)
    folders = {
        "public": course / "assignments" / slug,
        "private": course / "solutions" / slug,
    }
    for folder in folders.values():
        if folder.exists():
            raise UsageError(f"{folder} exists; choose another slug, or move it away")
    files = _files(folders, slug=slug, title=title or slug.replace("_", " ").capitalize())
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text)
    for name in ("mistakes", "variants"):
        (folders["private"] / name).mkdir(exist_ok=True)
    return list(files)


def _check(slug: str, title: str | None) -> None:
    is_name = slug.isascii() and slug.isidentifier() and not keyword.iskeyword(slug)
    if not is_name or slug != slug.lower():
        raise UsageError(
            f"no slug: '{slug}'; expected small letters, digits and _, as in ranking_losses"
        )
    if title is not None and (not title.isprintable() or set('"\\') & set(title)):
        raise UsageError("the title is one line, without quotes and backslashes")


def _files(folders: Mapping[str, Path], **values: str) -> dict[Path, str]:
    found = [
        (kind, path) for kind in folders for path in sorted((TEMPLATES / kind).rglob(f"*{ENDING}"))
    ]
    return {
        folders[kind] / path.relative_to(TEMPLATES / kind).with_suffix(""): render(
            path.relative_to(FOLDER).as_posix(), **values
        )
        for kind, path in found
    }
