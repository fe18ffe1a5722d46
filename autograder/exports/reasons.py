"""Why points were lost, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from autograder.result import CheckResult, PartResult


def points(checks: Sequence[CheckResult]) -> str:
    part = PartResult("", tuple(checks))
    return f"{part.score:g} / {part.max_score:g}"


def alike(checks: Iterable[CheckResult]) -> Iterator[tuple[str, list[CheckResult]]]:
    """Checks that did not pass, those with the same outcome and message together, with names."""
    groups: dict[tuple[str, str], list[CheckResult]] = {}
    for check in checks:
        if check.outcome != "passed":
            groups.setdefault((check.outcome, check.message), []).append(check)
    for group in groups.values():
        yield ", ".join(check.name for check in group), group


def reason(part: PartResult) -> str:
    """Why a part lost points, in one line: its hint, else what its checks say."""
    if part.mistake is not None:
        return part.mistake.hint
    groups = [(names, group[0]) for names, group in alike(part.checks)]
    told = [(names, check) for names, check in groups if check.outcome != "skipped"] or groups
    return " ".join(f"{names}: {check.message}" for names, check in told)
