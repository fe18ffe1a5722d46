"""A function that an assignment may bring along, in a file of its own beside its graders."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.errors import AssignmentError


def load(path: Path, signature: str) -> Callable[..., Any] | None:
    """The function of the file ``path`` that is called as ``signature`` says, ``probes(part)``;
    None if there is no such file. Raises AssignmentError for one without it."""
    if not path.exists():
        return None
    name = str(path)  # no other module's
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None  # the name ends in .py
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)  # dataclasses look there
    try:
        spec.loader.exec_module(module)
        found: Callable[..., Any] = getattr(module, signature.partition("(")[0])
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the file's
        raise AssignmentError(f"{path}: expected a function {signature}: {error!r}") from None
    return found
