"""A class in numbers: scores, parts, misunderstandings, who needs staff."""

from __future__ import annotations

from dataclasses import replace

from autograder import mistake
from autograder.assignment import Assignment
from autograder.pages import overview
from autograder.pages.overview import Spread
from autograder.result import CheckResult, Grade, Mistake, PartResult

HUBER, WRAPPER = "my_huber_loss", "my_huber_loss_with_threshold"


def part(name: str, score: float, most: float = 12, shows: Mistake | None = None) -> PartResult:
    outcome = "passed" if score == most else "failed"
    check = CheckResult("values", outcome, score, most, f"Wrong in {name}.", "visible")
    return PartResult(name, (check,), shows)


def grade(name: str, *parts: PartResult, error: str | None = None, staff: str = "") -> Grade:
    notes = (staff,) if staff else ()
    return Grade("custom_losses", name, "", 100, parts, error=error, staff=notes)


def test_the_spread_of_a_class_is_that_of_its_scores() -> None:
    """Quartiles between the ranks: of 0, 10, 20, 30, 90 they are the second and fourth score."""
    assert Spread.of([30, 0, 90, 10, 20]) == Spread(5, 30, 1250**0.5, 0, 10, 20, 30, 90)


def test_one_score_is_its_own_median_and_has_no_deviation() -> None:
    assert Spread.of([7]) == Spread(1, 7, None, 7, 7, 7, 7, 7)
    assert Spread.of([]) is None


def test_a_histogram_counts_each_score_once_and_full_marks_in_the_last_bin() -> None:
    bins = overview.histogram([0, 9.99, 10, 55, 99.99, 100], 100)
    assert [each.count for each in bins] == [2, 1, 0, 0, 0, 1, 0, 0, 0, 2]
    assert (bins[1].low, bins[1].high) == (10, 20)


def test_a_score_on_an_edge_is_above_it_whatever_binary_says() -> None:
    """7 * 0.1 of 1 point is 0.7000000000000001, and 0.7 / 0.1 is 6.999...: both are in bin 7."""
    bins = overview.histogram([0.7, 7 * 0.1], 1)
    assert [each.count for each in bins] == [0, 0, 0, 0, 0, 0, 0, 2, 0, 0]


def test_a_hundred_scores_are_shown_in_finer_bins() -> None:
    assert len(overview.histogram([50.0] * 99, 100)) == 10
    assert len(overview.histogram([50.0] * 100, 100)) == 20


def test_without_points_nobody_lacks_any() -> None:
    assert overview.histogram([0.0], 0)[-1].count == 1


def test_parts_tell_how_many_have_all_and_none_of_their_points(custom_losses: Assignment) -> None:
    class_ = [grade(f"s{k}", part(HUBER, score)) for k, score in enumerate((12, 12, 3, 0))]
    class_.append(grade("unread", error="is empty"))
    first, second, *_ = overview.by_part(class_, custom_losses)
    assert (first.name, first.full, first.none, first.spread and first.spread.mean) == (
        HUBER,
        2,
        1,
        6.75,
    )
    assert (second.spread, second.full, second.none) == (None, 0, 0)


def planted(identity: str, custom_losses: Assignment) -> mistake.PlantedMistake:
    (found,) = [each for each in mistake.mistakes(custom_losses) if each.id == identity]
    return found


def test_one_hint_in_two_parts_is_one_misunderstanding_of_one_student(
    custom_losses: Assignment,
) -> None:
    one, other = (
        planted("huber_reduced", custom_losses),
        planted("huber_wrapper_reduced", custom_losses),
    )
    assert one.hint == other.hint
    alice = grade(
        "alice",
        part(WRAPPER, 1, shows=Mistake(other.id, other.hint)),
        part(HUBER, 1, shows=Mistake(one.id, one.hint)),
    )
    bob = grade("bob", part(HUBER, 1, shows=Mistake(one.id, f"Perhaps: {one.hint}")))
    (found,), rest = overview.misunderstandings([alice, bob], custom_losses)
    assert (found.title, found.hint) == (one.title, one.hint)
    assert found.who == {"alice": [WRAPPER, HUBER], "bob": [HUBER]}
    assert found.parts == [HUBER, WRAPPER]
    assert found.unsure == {"bob"}
    assert rest == []


def test_who_surely_shows_it_in_one_part_shows_it(custom_losses: Assignment) -> None:
    one = planted("huber_reduced", custom_losses)
    perhaps = part(HUBER, 1, shows=Mistake(one.id, f"Perhaps: {one.hint}"))
    surely = part(WRAPPER, 1, shows=Mistake("huber_wrapper_reduced", one.hint))
    for parts in ((perhaps, surely), (surely, perhaps)):
        (found,), _ = overview.misunderstandings([grade("alice", *parts)], custom_losses)
        assert found.unsure == set()


def test_two_mistakes_at_once_count_for_both(custom_losses: Assignment) -> None:
    one, other = (
        planted("huber_reduced", custom_losses),
        planted("huber_numpy_inside", custom_losses),
    )
    both = Mistake(f"{one.id}+{other.id}", "Two things at once, ...")
    found, _ = overview.misunderstandings([grade("a", part(HUBER, 0, shows=both))], custom_losses)
    assert {each.hint for each in found} == {one.hint, other.hint}


def test_a_mistake_that_is_no_longer_planted_keeps_its_hint(custom_losses: Assignment) -> None:
    gone = Mistake("renamed_since", "Perhaps: think again")
    (found,), _ = overview.misunderstandings(
        [grade("a", part(HUBER, 0, shows=gone))], custom_losses
    )
    assert (found.title, found.hint, found.unsure) == ("", "think again", {"a"})


def test_the_most_common_comes_first_and_what_nobody_knows_is_told_by_its_message(
    custom_losses: Assignment,
) -> None:
    class_ = [grade(f"s{k}", part(WRAPPER, 0)) for k in range(3)]
    class_ += [grade("x", part(HUBER, 0), part("quiz", 0))]
    known, other = overview.misunderstandings(class_, custom_losses)
    assert known == []
    assert [(each.hint, list(each.who)) for each in other] == [
        (f"Wrong in {WRAPPER}.", ["s0", "s1", "s2"]),
        (f"Wrong in {HUBER}.", ["x"]),
    ]


def test_those_without_a_score_come_first_among_those_for_staff() -> None:
    noted = grade("a", part(HUBER, 12), staff="no diagnosis: TimeoutError()")
    unread, fine = grade("b", error="is empty"), grade("c", part(HUBER, 12))
    found = overview.concerns([noted, fine, unread])
    assert [(each.submission, each.reason, each.blocks) for each in found] == [
        ("b", "is empty", True),
        ("a", "no diagnosis: TimeoutError()", False),
    ]
    assert overview.scores([noted, unread, replace(fine, parts=())]) == [12, 0]
