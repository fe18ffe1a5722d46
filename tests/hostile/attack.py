"""An attack: a hand-in with a header that says what it tries, what stops it, what it may earn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

WALLS = {"view", "processes", "network", "scratch", "limits", "landlock", "user", "seccomp"}
"""The layers that are the system's: another user has other ones."""
LAYERS = {
    *WALLS,
    *("boundary", "channel", "values", "budget", "reader", "fresh worker", "reference"),
}
"""What may stop an attack; the README says what each is."""

FOLDER = Path(__file__).parent / "attacks"


@dataclass(frozen=True)
class Attack:
    """``honest`` is what the file's code earns without the attack; None: nothing can be graded,
    the attack ends as an ``error``."""

    name: str
    tries: str
    layers: tuple[str, ...]
    honest: float | None

    @property
    def id(self) -> str:
        """What its row and its result are called."""
        return Path(self.name).stem


def collect() -> list[Attack]:
    """The attacks of the folder. Raises ValueError for one without a full header."""
    return [_read(path) for path in sorted(FOLDER.iterdir()) if path.is_file()]


def _read(path: Path) -> Attack:
    text = path.read_text(encoding="utf-8")
    honest = _field(path, text, "honest")
    return Attack(
        name=path.name,
        tries=_field(path, text, "tries"),
        layers=tuple(layer.strip() for layer in _field(path, text, "stopped by").split(",")),
        honest=None if honest == "error" else float(honest),
    )


def _field(path: Path, text: str, name: str) -> str:
    """A line of the header; in a notebook it ends where its JSON string does."""
    found = re.search(rf'# {name}: (.+?)(?:\\n|"|$)', text, re.MULTILINE)
    if found is None:
        raise ValueError(f"{path.name} has no line `# {name}: ...`")
    return found[1].strip()


def write(attacks: Iterable[Attack], folder: Path, placeholders: Mapping[str, str]) -> None:
    """Write attacks into ``folder``, each with ``@NAME@`` replaced by what it stands for."""
    for attack in attacks:
        text = (FOLDER / attack.name).read_text(encoding="utf-8")
        for name, value in placeholders.items():
            text = text.replace(f"@{name}@", value)
        (folder / attack.name).write_text(text, encoding="utf-8")
