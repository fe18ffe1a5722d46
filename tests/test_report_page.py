"""The class report in a real browser: what it says, sorting and filtering, hostile names."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from autograder.assignment import Assignment
from autograder.pages import report
from autograder.result import CheckResult, Grade, Mistake, PartResult
from autograder.runs import Run
from tests.browser import PHONE, PageOpener, Scheme, overflow, violations

NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
RUN = Run(
    started="2026-11-30T09:00:00+00:00",
    seconds=61.5,
    hand_ins=20,
    graded=12,
    jobs=2,
    seed=4711,
    required="none",
    isolation="files",
    missing=("network", "scratch"),
    versions={"autograder": "0.1.0", "keras": "3.15.1"},
    system="Linux 6.18 x86_64",
)
REDUCED = Mistake(
    "huber_reduced",
    "The loss of each element is right, but then you average. The stub asks for one loss per "
    "element, in the shape of the inputs: who should take the mean, you or Keras?",
)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</script><script>alert(3)</script>",
    "..",
    "a%2f..%2fb?x=1#y&z=2",
    "javascript:alert(4)",
    "\u202egnp.exe\u2066",
    "{{ 7 * 7 }}{% raw %}",
    "x" * 200,
    "half \udcff a name",
    "李雷 'quote\" ` \\",
]

Grades = list[Grade]


def grade(
    name: str, assignment: Assignment, wrong: int = 0, mistake: Mistake | None = None
) -> Grade:
    """One that fails the check ``wrong`` of the first part, and answers the quiz by rote."""
    parts = []
    for number, part in enumerate(assignment.parts):
        checks = []
        for place, (check, points) in enumerate(part.checks.items(), 1):
            fails = number == 0 and place <= wrong
            answer = "A" if part.name == "quiz" else None
            checks.append(
                CheckResult(
                    check,
                    "failed" if fails else "passed",
                    0 if fails else points,
                    points,
                    "Wrong." if fails else "",
                    "visible",
                    answer,
                )
            )
        parts.append(PartResult(part.name, tuple(checks), mistake if number == 0 else None))
    return Grade(assignment.slug, name, "", assignment.points, tuple(parts))


@pytest.fixture
def written(custom_losses: Assignment, tmp_path: Path) -> Callable[[Grades], Path]:
    """Writes the report of a class."""

    def write(grades: Grades, *runs: Run) -> Path:
        path = tmp_path / "report.html"
        text = report.page(grades, custom_losses, runs, NOW)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def class_(custom_losses: Assignment) -> Grades:
    """Scores 88, 93, 95, 96, 99 and full marks; one that needs staff."""
    names = ["Zoë", "bob", "Ana 10", "Ana 9", "Émile", "carl", "dora", "Ewa", "finn", "gil"]
    found = [
        grade(name, custom_losses, k % 4 * 2, REDUCED if k in (1, 2, 3) else None)
        for k, name in enumerate(names)
    ]
    unread = Grade("custom_losses", "unread", "", 100, error="unread.py is empty")
    return [*found, unread]


def column(page: Page, table: str, place: int) -> list[str]:
    """The texts of a column, of the rows that are shown."""
    cells = page.locator(f"#{table} tbody tr:visible > :nth-child({place})")
    return [text.strip() for text in cells.all_inner_texts()]


def head(page: Page, table: str, name: str) -> None:
    page.locator(f"#{table}").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_is_accessible_in_both_themes_and_on_a_phone(
    scheme: Scheme, browser: PageOpener, written: Callable[..., Path], class_: Grades
) -> None:
    path = written(class_, RUN)
    with browser.opened(path, scheme) as page:
        assert not violations(page)
        assert page.title() == "Custom losses · class report"
        for each in page.locator("details").all():
            each.evaluate("e => e.open = true")
        assert not violations(page)
    with browser.opened(path, scheme, PHONE) as page:
        assert overflow(page) == 0
        assert not violations(page)


def test_dark_is_dark(browser: PageOpener, written: Callable[..., Path], class_: Grades) -> None:
    def brightness(scheme: Scheme) -> int:
        with browser.opened(path, scheme) as page:
            colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return int(sum(map(int, colour.removeprefix("rgb(").rstrip(")").split(","))))

    path = written(class_)
    assert brightness("dark") < 200
    assert brightness("light") > 700


def test_it_says_what_is_to_be_known(
    browser: PageOpener, written: Callable[..., Path], class_: Grades
) -> None:
    with browser.opened(written(class_, RUN)) as page:
        assert "11 submissions, 10 graded" in page.locator("header").inner_text()
        assert "unread.py is empty" in page.locator("#staff").inner_text()
        scores = page.locator("#scores").inner_text()
        assert "Median\n99.0" in scores
        row = page.locator("#misunderstandings tbody tr").first
        assert "averages over the batch" in row.inner_text()
        assert row.locator("a").all_inner_texts() == ["Ana 10", "Ana 9", "bob"]
        facts = page.locator("#run").inner_text()
        for fact in ("4711", "files", "without network, scratch", "12 of 20", "3.15.1", "6.18"):
            assert fact in facts


def test_without_facts_it_says_that_they_are_unknown(
    browser: PageOpener, written: Callable[..., Path], class_: Grades
) -> None:
    with browser.opened(written(class_)) as page:
        assert "Unknown" in page.locator("#run").inner_text()


def test_a_class_of_nobody_graded_is_a_page_too(
    browser: PageOpener, written: Callable[..., Path]
) -> None:
    unread = Grade("custom_losses", "unread", "", 100, error="is empty")
    with browser.opened(written([unread])) as page:
        assert "Nothing has a score yet." in page.locator("#scores").inner_text()
        assert not violations(page)


def test_scores_sort_as_numbers_and_those_without_come_last(
    browser: PageOpener, written: Callable[..., Path], class_: Grades
) -> None:
    with browser.opened(written(class_)) as page:
        head(page, "submissions", "Score")
        falling = column(page, "submissions", 2)
        assert page.locator("#submissions th[aria-sort]").get_attribute("aria-sort") == "descending"
        head(page, "submissions", "Score")
        rising = column(page, "submissions", 2)
        assert page.locator("#submissions th[aria-sort]").get_attribute("aria-sort") == "ascending"
    assert rising[-1] == falling[-1] == "–"
    assert rising[:-1] == falling[-2::-1] == sorted(rising[:-1], key=float)
    assert falling[0] == "100"


def test_names_sort_as_people_do(
    browser: PageOpener, written: Callable[..., Path], class_: Grades
) -> None:
    with browser.opened(written(class_)) as page:
        head(page, "submissions", "Submission")
        names = column(page, "submissions", 1)
    assert names[:6] == ["Ana 9", "Ana 10", "bob", "carl", "dora", "Émile"]


def test_the_keyboard_sorts(
    browser: PageOpener, written: Callable[..., Path], class_: Grades
) -> None:
    with browser.opened(written(class_)) as page:
        button = page.locator("#submissions").get_by_role("button", name="Score", exact=True)
        button.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
        assert page.locator("#submissions th[aria-sort]").get_attribute("aria-sort") == "ascending"
        assert button.evaluate("e => e === document.activeElement")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("emile", ["Émile"]),
        ("ZOË", ["Zoë"]),
        ("ana 10", ["Ana 10"]),
        ("averages ana", ["Ana 10", "Ana 9"]),
        ("nobody like that", []),
    ],
)
def test_typing_filters_without_accents_and_in_any_order(
    typed: str,
    names: list[str],
    browser: PageOpener,
    written: Callable[..., Path],
    class_: Grades,
) -> None:
    with browser.opened(written(class_)) as page:
        box = page.get_by_label("Filter submissions")
        box.fill(typed)
        assert column(page, "submissions", 1) == names
        assert f"{len(names)} of 11" in page.locator("#submissions [role=status]").inner_text()
        box.fill("")
        assert len(column(page, "submissions", 1)) == 11


def test_what_is_filtered_stays_so_when_it_is_sorted(
    browser: PageOpener, written: Callable[..., Path], class_: Grades
) -> None:
    with browser.opened(written(class_)) as page:
        page.get_by_label("Filter submissions").fill("ana")
        head(page, "submissions", "Submission")
        assert column(page, "submissions", 1) == ["Ana 9", "Ana 10"]


def test_hostile_names_are_inert_and_lead_to_their_own_page(
    browser: PageOpener, custom_losses: Assignment, written: Callable[..., Path]
) -> None:
    class_ = [grade(name, custom_losses, 2, REDUCED) for name in HOSTILE]
    class_ += [
        Grade("custom_losses", f"e{k}", "", 100, error=name, staff=(name,))
        for k, name in enumerate(HOSTILE)
    ]
    path = written(class_, RUN)
    with browser.opened(path) as page:  # which fails for any request, dialog or complaint
        assert page.locator("script").count() == 1
        assert page.locator("img").count() == 0
        assert page.evaluate("document.querySelectorAll('[onerror]').length") == 0
        rows = page.locator("#submissions tbody th a")
        found = {link.get_attribute("href") or "": link.inner_text() for link in rows.all()}
        assert len(found) == 2 * len(HOSTILE)
        assert overflow(page) == 0
        assert "49" not in "".join(found.values())
    for address in found:
        parsed = urlsplit(address)
        assert (parsed.scheme, parsed.netloc, parsed.query, parsed.fragment) == ("", "", "", "")
        folder, name = parsed.path.split("/")  # no slash of a name's is left
        assert folder == "feedback"
        assert name not in ("..", ".")
    names = {unquote(each.split("/")[1], errors="surrogateescape") for each in found}
    assert {f"{name}.html" for name in HOSTILE} <= names
    text = path.read_text(encoding="utf-8")
    assert "\u202e" not in text
    assert "\u2066" not in text


def test_hostile_code_that_two_share_is_shown_as_text(
    browser: PageOpener, custom_losses: Assignment, written: Callable[..., Path]
) -> None:
    line = "    k = '</code><script>alert({0})</script>' + y_true * {0}\n"
    names = [part.name for part in custom_losses.parts if part.name != "quiz"]

    def written_by(name: str, count: int) -> Grade:
        """With lines of its own in every part."""
        parts = []
        for k, part in enumerate(names):
            own = "".join(line.format(10 * k + n) for n in range(count))
            text = f"def {part}(y_true, y_pred):\n{own}    return y_pred\n"
            parts.append(PartResult(part, (), source=text))
        return Grade("custom_losses", name, "", 100, tuple(parts))

    twins = [written_by(name, 9) for name in ("one", "two")]
    rest = [written_by(f"s{k}", 0) for k in range(40)]
    with browser.opened(written([*twins, *rest])) as page:
        group = page.locator("#similar article")
        assert group.count() == 1
        assert "2 submissions" in group.inner_text()
        group.locator("summary").click()
        assert "</code><script>alert(" in group.inner_text()
        assert page.locator("script").count() == 1


def test_two_thousand_students_can_be_read(
    browser: PageOpener, custom_losses: Assignment, written: Callable[..., Path]
) -> None:
    class_ = [
        grade(f"student {k:04}", custom_losses, k % 5, REDUCED if k % 3 == 0 else None)
        for k in range(2000)
    ]
    path = written(class_, RUN)
    assert path.stat().st_size < 4 << 20
    start = time.monotonic()
    with browser.opened(path) as page:
        assert time.monotonic() - start < 20
        box = page.get_by_label("Filter submissions")
        spent = page.evaluate(
            """() => {
              const box = document.querySelector('#submissions input');
              const times = [];
              for (const text of ['1', '19', '199', '1999', '']) {
                const start = performance.now();
                box.value = text;
                box.dispatchEvent(new Event('input'));
                document.body.getBoundingClientRect();  // what follows is laid out, too
                times.push(performance.now() - start);
              }
              return Math.max(...times);
            }"""
        )
        assert spent < 1000  # milliseconds, on a machine that is busy; some ten where it is not
        box.fill("1999")
        assert column(page, "submissions", 1) == ["student 1999"]
        box.fill("")
        head(page, "submissions", "Submission")
        head(page, "submissions", "Submission")
        names = column(page, "submissions", 1)
        assert (names[0], names[-1], len(names)) == ("student 1999", "student 1800", 200)
        page.get_by_role("button", name="Show all 2000, not only 200").click()
        assert page.locator("#submissions tbody tr:not([hidden])").count() == 2000


def test_paper_holds_all_rows(
    browser: PageOpener, custom_losses: Assignment, written: Callable[..., Path]
) -> None:
    class_ = [grade(f"student {k:04}", custom_losses) for k in range(300)]
    with browser.opened(written(class_)) as page:
        shown = page.locator("#submissions tbody tr:not([hidden])")
        assert shown.count() == 200
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert shown.count() == 300
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert shown.count() == 200


def test_a_printed_report_has_no_controls(
    browser: PageOpener, written: Callable[..., Path], class_: Grades
) -> None:
    with browser.opened(written(class_), printed=True) as page:
        assert page.get_by_label("Filter submissions").is_hidden()
        assert page.locator("nav").is_hidden()
        assert page.locator("#submissions tbody tr").count() == 11
