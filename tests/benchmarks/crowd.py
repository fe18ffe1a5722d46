"""A class of any size, made of the samples, planted mistakes, variants and attacks.

The same seed makes the same files, and no two of them are alike: a result that is remembered for
one is none for another.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from autograder import assignment, master
from autograder.assignment import Assignment
from tests.hostile import attack

COURSE = Path(__file__).parents[2]
SLUG = "custom_losses"
SAMPLES = COURSE / "tests" / "sample_class"

PLACEHOLDERS = {
    "COURSE": str(COURSE),
    "SECRET": str(COURSE / "solutions" / SLUG / "quiz.toml"),
    "DEVSHM": "/dev/shm/nothing",
    "SHM": "0",
    "PORT": "9",
    "SOCKET": "/nowhere/server.sock",
    "ABSTRACT": "nobody",
    "PID": "4194303",
}
"""What attacks reach for: the course for real; servers and processes that are not there."""


def crowd(folder: Path, count: int, seed: int, hostile_share: float = 0.0) -> list[Path]:
    """Write ``count`` hand-ins into ``folder``, ``hostile_share`` of them attacks (rounded).

    Of the others three in ten are samples, two right but unusual, five wrong in one or two parts.
    """
    rng = Random(seed)
    hostile = frozenset(rng.sample(range(count), round(count * hostile_share)))
    attacks, honest = _attacks(rng), _honest(rng)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number in range(count):
        suffix, content = next(attacks if number in hostile else honest)
        kind = "attack" if number in hostile else "student"
        path = folder / f"{kind}_{number:05d}{suffix}"
        path.write_bytes(_marked(suffix, content, number))
        written.append(path)
    return written


def _honest(rng: Random) -> Iterator[tuple[str, bytes]]:
    """Endings and contents, without end."""
    found = assignment.load(COURSE, SLUG)
    solution = master.solution(found.master.read_text(encoding="utf-8"), found.quiz)
    samples = [path for path in sorted(SAMPLES.iterdir()) if path.suffix != ".zip"]
    while True:
        if rng.random() < 0.3:
            sample = rng.choice(samples)
            yield sample.suffix, sample.read_bytes()
        else:
            yield ".py", "\n\n".join([solution, *_laid_over(rng, found)]).encode()


def _laid_over(rng: Random, found: Assignment) -> Iterator[str]:
    """Texts that define parts of the solution once more."""
    folder = rng.choices([found.variants, found.mistakes], [2, 5])[0]
    for path in rng.sample(sorted(folder.glob("*.py")), rng.choice([1, 2])):
        yield path.read_text(encoding="utf-8")


def _attacks(rng: Random) -> Iterator[tuple[str, bytes]]:
    """Every attack once before any comes twice."""
    files = sorted(path for path in attack.FOLDER.iterdir() if path.is_file())
    while True:
        for path in rng.sample(files, len(files)):
            content = path.read_bytes()
            for name, value in PLACEHOLDERS.items():
                content = content.replace(f"@{name}@".encode(), value.encode())
            yield path.suffix, content


def _marked(suffix: str, content: bytes, number: int) -> bytes:
    """The content with its number where it changes nothing: JSON may end in white space."""
    if suffix == ".ipynb":
        return content + f"\n{number:024b}\n".replace("0", " ").replace("1", "\t").encode()
    return content + f"\n# number {number} of its class\n".encode()
