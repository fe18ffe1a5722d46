"""Feedback pages: what they show to whom and when, and how a real browser shows them."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import Page

from autograder.assignment import Assignment
from autograder.exports import results
from autograder.figure import Figure, Line
from autograder.gradebook import Gradebook
from autograder.pages import feedback, listing, plots, prose
from autograder.pages.disclosure import Disclosure
from autograder.pages.page import ticked
from autograder.pages.writing import write_feedback
from autograder.quiz import Option, Question, Quiz
from autograder.result import CheckResult, Grade, Mistake, PartResult
from tests.browser import PHONE, PageOpener, Scheme, overflow, violations
from tests.conftest import COURSE, Run

DEADLINE = datetime(2026, 12, 1, 23, 59, tzinfo=UTC)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
BEFORE, AFTER = DEADLINE - timedelta(seconds=1), DEADLINE
ALL = Disclosure(key=True, published=True)
NONE_YET = Disclosure(key=False, published=False)

QUIZ = Quiz(
    (
        Question(
            "q1",
            "multiple",
            "What does `fit` need of $|e|$?",
            "notes",
            (
                Option("A", "a loss", True, "Reason of A."),
                Option("B", "a friend", False, "Reason of B."),
                Option("C", "data", True, "Reason of C."),
            ),
        ),
    ),
    "per-option",
    2,
    "quiz_answers",
    "visible",
)


def check(name: str, score: float, message: str = "", visibility: str = "visible") -> CheckResult:
    """One worth 2 points."""
    return CheckResult(name, "passed" if score else "failed", score, 2, message, visibility)


def answer(letters: str | None, score: int, visibility: str = "visible") -> PartResult:
    """To the only question of ``QUIZ``."""
    outcome = "passed" if score == 2 else "failed"
    message = {0: "Not right.", 1: "Partly right.", 2: "Right."}[score]
    return PartResult("quiz", (CheckResult("q1", outcome, score, 2, message, visibility, letters),))


def graded(*parts: PartResult) -> Grade:
    return Grade("custom_losses", "alice", "", sum(part.max_score for part in parts), parts)


def a_figure(yours: Sequence[float | None], *, name: str = "Huber") -> Figure:
    x = tuple(float(k) for k in range(-2, 3))
    expected = Line(name, "expected", x, (1.5, 0.5, 0.0, 0.5, 1.5))
    return Figure(
        "Loss", "error (y_true - y_pred)", "loss", (expected, Line(name, "yours", x, tuple(yours)))
    )


WRONG = PartResult(
    "my_huber_loss",
    (check("shape", 2), check("values", 0, "Twice what it should be: see `tf.abs`.")),
    Mistake("no_half", "What does a small error cost?"),
    7,
    "@tf.function\ndef my_huber_loss(y_true, y_pred):\n    return half(y_pred)\n\n\ndef half(e): ...",
    (a_figure([1.5, 1.0, 0.0, 1.0, 1.5]),),
)


@pytest.fixture
def quizzed(custom_losses: Assignment) -> Assignment:
    """An assignment with a quiz of one question, and a deadline."""
    return replace(custom_losses, quiz=QUIZ, deadline=DEADLINE)


Show = Callable[..., Path]


@pytest.fixture
def show(quizzed: Assignment, tmp_path: Path) -> Show:
    """Makes the page of a grade and tells where it is."""

    def write(grade: Grade, disclosure: Disclosure = ALL) -> Path:
        path = tmp_path / "page.html"
        path.write_text(feedback.page(grade, quizzed, disclosure), encoding="utf-8")
        return path

    return write


def text(page: Page) -> str:
    """What can be read, folded or not."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    return page.inner_text("body")


# --- what is shown when --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visibility", "deadline", "now", "reveal", "shown"),
    [
        ("visible", DEADLINE, BEFORE, False, True),
        ("visible", None, BEFORE, False, True),
        ("after_due_date", DEADLINE, BEFORE, True, False),
        ("after_due_date", DEADLINE, AFTER, False, True),
        ("after_due_date", None, AFTER, False, False),
        ("after_due_date", None, AFTER, True, True),
        ("after_published", DEADLINE, BEFORE, True, False),
        ("after_published", DEADLINE, AFTER, False, False),
        ("after_published", DEADLINE, AFTER, True, True),
        ("after_published", None, AFTER, True, True),
        ("hidden", DEADLINE, AFTER, True, False),
        ("hidden", None, AFTER, True, False),
    ],
)
def test_a_check_is_shown_when_its_visibility_allows(
    custom_losses: Assignment,
    visibility: str,
    deadline: datetime | None,
    now: datetime,
    reveal: bool,
    shown: bool,
) -> None:
    due = replace(custom_losses, deadline=deadline)
    disclosure = Disclosure.at(now, due, reveal=reveal)
    assert disclosure.shows(check("values", 0, visibility=visibility)) == shown


@pytest.mark.parametrize("reveal", [False, True])
def test_the_key_never_shows_before_the_deadline(quizzed: Assignment, reveal: bool) -> None:
    disclosure = Disclosure.at(BEFORE, quizzed, reveal=reveal)
    html = feedback.page(graded(answer("AB", 1)), quizzed, disclosure)
    assert "Reason of" not in html
    assert "Partly right" in html
    # nothing but the choice tells the options apart
    options = re.findall(r'<li class="(.*?)">(.*?)</li>', html, re.DOTALL)
    marks = [re.sub(r"<p>.*?</p>|>[ABC]<", "", body, flags=re.DOTALL) for _, body in options[-3:]]
    assert [kind for kind, _ in options[-3:]] == ["chosen", "chosen", ""]
    assert len(set(marks)) == 1


def test_without_a_deadline_the_key_needs_an_explicit_choice(quizzed: Assignment) -> None:
    open_ended = replace(quizzed, deadline=None)
    for reveal in (False, True):
        disclosure = Disclosure.at(AFTER, open_ended, reveal=reveal)
        html = feedback.page(graded(answer("AB", 1)), open_ended, disclosure)
        assert ("Reason of A." in html) == reveal


def test_after_the_deadline_each_option_says_why(show: Show, browser: PageOpener) -> None:
    with browser.opened(show(graded(answer("AB", 1)))) as page:
        rows = [" ".join(row.split()) for row in page.locator(".options li").all_inner_texts()]
    assert rows == [
        "A a loss your answer ✓ Right. Reason of A.",
        "B a friend your answer ✗ Not right. Reason of B.",
        "C data ✓ Right. Reason of C.",
    ]


def test_options_stand_in_the_order_in_which_the_student_saw_them(
    show: Show, browser: PageOpener
) -> None:
    part = answer("AB", 1)
    seen = replace(part, checks=(replace(part.checks[0], order="CAB"),))
    with browser.opened(show(graded(seen))) as page:
        rows = [" ".join(row.split()) for row in page.locator(".options li").all_inner_texts()]
    assert rows == [
        "A data ✓ Right. Reason of C.",
        "B a loss your answer ✓ Right. Reason of A.",
        "C a friend your answer ✗ Not right. Reason of B.",
    ]


def test_a_hidden_check_leaves_no_trace_of_what_it_found(quizzed: Assignment) -> None:
    def page(outcome: float) -> str:
        kept = (check("values", outcome, "Secret words.", "hidden"), check("shape", 2))
        hint = Mistake("m", "Secret hint.") if not outcome else None
        figures = () if outcome else WRONG.figures
        part = PartResult("my_huber_loss", kept, hint, 7, WRONG.source, figures)
        return feedback.page(graded(part), quizzed, ALL)

    assert page(0) == page(2)
    assert "Secret" not in page(0)
    assert "2 of 4 points are not shown here" in page(0)


def test_a_part_that_is_kept_back_is_named_and_nothing_else(
    show: Show, browser: PageOpener
) -> None:
    grade = graded(WRONG, answer("AB", 1, "after_due_date"))
    with browser.opened(show(grade, NONE_YET)) as page:
        assert page.locator(".parts li").all_inner_texts()[1].split() == [
            "Quiz",
            "not",
            "shown",
            "here",
        ]
        assert "a friend" not in text(page)


def test_a_hint_waits_for_the_last_check_that_it_follows_from(quizzed: Assignment) -> None:
    late = replace(WRONG, checks=(*WRONG.checks, check("fit", 2, "", "after_published")))
    for disclosure in (NONE_YET, ALL):
        html = feedback.page(graded(late), quizzed, disclosure)
        assert ("What does a small error cost?" in html) == (disclosure is ALL)
        assert ('class="plot"' in html) == (disclosure is ALL)


def test_what_staff_must_look_at_gets_a_page_without_internals(
    show: Show, browser: PageOpener
) -> None:
    grade = replace(
        graded(WRONG), error="the zygote died in /srv", staff=("no diagnosis",), output="printed"
    )
    with browser.opened(show(grade)) as page:
        found = text(page)
        assert not violations(page)
    assert "Your instructors are looking at this" in found
    assert not re.search("zygote|srv|diagnosis|printed|values|points /", found)


def test_notes_for_staff_are_never_shown(quizzed: Assignment) -> None:
    assert "no diagnosis" not in feedback.page(
        replace(graded(WRONG), staff=("no diagnosis",)), quizzed, ALL
    )


# --- what is shown -------------------------------------------------------------------------------


def test_a_failed_part_starts_with_the_hint_and_goes_on_with_what_was_checked(
    show: Show, browser: PageOpener
) -> None:
    with browser.opened(show(graded(WRONG))) as page:
        lines = [line.strip() for line in page.inner_text("#my_huber_loss").split("\n")]
    said = [line for line in lines if line]
    wanted = [
        "Huber loss with threshold 1, as a function",
        "2 / 4",
        "What does a small error cost?",
        "✗ Failed",
        "values",
        "0 / 2",
        "Twice what it should be: see tf.abs.",
        "✓ Passed shape",
        "Your definition",
        "What it does",
    ]
    assert [line for line in said if line in wanted] == wanted


def test_lines_are_numbered_as_in_the_script_and_only_there(
    show: Show, browser: PageOpener
) -> None:
    numbers = {}
    for file in ("hw.py", "hw.ipynb"):
        with browser.opened(show(replace(graded(WRONG), file=file))) as page:
            lines = page.locator("pre .line")
            numbers[file] = [line.get_attribute("data-number") for line in lines.all()]
            assert page.locator("pre .nf").first.inner_text() == "my_huber_loss"
    # the def is in line 7, its decorator above; what it uses is somewhere else
    assert numbers == {"hw.py": ["6", "7", "8", None], "hw.ipynb": [None] * 4}


def test_long_output_is_folded_and_cut(show: Show, browser: PageOpener) -> None:
    printed = "x" * 9000 + "\n" + "epoch\tloss\n" * 5000
    with browser.opened(show(replace(graded(WRONG), output=printed))) as page:
        assert not page.locator("details pre").is_visible()
        lines = text(page).split("\n")
    assert max(map(len, lines)) < listing.MAX_WIDTH + 10
    assert "epoch   loss" in lines
    assert "… 4801 more lines" in lines


def test_every_text_of_the_course_becomes_markup_without_remains(
    custom_losses: Assignment,
) -> None:
    quiz = custom_losses.quiz
    assert quiz is not None
    texts = [option.why for each in quiz.questions for option in each.options]
    texts += [option.text for each in quiz.questions for option in each.options]
    made = [*map(prose.inline, texts), *(prose.block(each.text) for each in quiz.questions)]
    assert sum("<math" in each for each in made) > 20
    assert not [
        each for each in made if re.search(r"\$|\\[a-z]|`", re.sub("<code.*?</code>", "", each))
    ]


def test_markdown_lets_no_markup_and_no_link_through() -> None:
    told = prose.inline("`a<b` <b>x</b> [y](http://z) ![p](q.png) $a<b$ <http://w>")
    assert set(re.findall(r"<(\w+)", told)) == {"code", "span", "math", "mrow", "mi", "mo"}
    assert "a&lt;b" in told


def test_a_formula_that_is_none_stays_readable() -> None:
    assert prose.inline(r"$\begin{cases}$") in (
        r'<span class="math inline"><code>\begin{cases}</code></span>',
    )


def test_backticks_of_a_message_make_code_and_nothing_else_does() -> None:
    assert ticked("a `b<c` & *d*") == "a <code>b&lt;c</code> &amp; *d*"
    assert ticked("odd ` one") == "odd ` one"


# --- curves --------------------------------------------------------------------------------------


def test_the_same_curves_make_the_same_drawing_in_any_process() -> None:
    figure = a_figure([1.5, 1.0, 0.0, 1.0, 1.5])
    program = f"""
from autograder.exports import results
from autograder.figure import Figure, Line
from autograder.pages import plots
print(plots.svg({figure!r}), end="")
"""
    other = subprocess.run(
        [sys.executable, "-c", program], cwd=COURSE, capture_output=True, text=True, check=True
    ).stdout
    assert other == plots.svg(figure)


def test_curves_take_their_colours_from_the_theme(show: Show, browser: PageOpener) -> None:
    colours = set()
    for scheme in SCHEMES:
        with browser.opened(show(graded(WRONG)), scheme) as page:
            for kind in ("yours", "expected"):
                path = page.locator(f"figure path.{kind}")
                colours.add((kind, path.evaluate("each => getComputedStyle(each).stroke")))
    assert colours == {
        ("yours", "rgb(29, 111, 196)"),
        ("yours", "rgb(111, 177, 245)"),
        ("expected", "rgb(28, 32, 36)"),
        ("expected", "rgb(228, 230, 232)"),
    }


def drawn(figure: Figure) -> dict[str, list[tuple[float, float]]]:
    """The points of each line, by its role."""
    found = re.findall(r'<path class="(yours|expected)" d="([^"]*)"', plots.svg(figure))
    return {
        role: [(float(x), float(y)) for x, y in re.findall(r"[ML](\S+) (\S+)", path)]
        for role, path in found
    }


def test_points_are_where_the_numbers_say() -> None:
    lines = drawn(a_figure([1.5, 1.0, 0.0, None, 1.5]))
    # from -2 to 2 and 4% on either side are 300 across, from 0 to 1.5 184 up
    assert [x for x, _ in lines["expected"]] == [11.1, 80.6, 150.0, 219.4, 288.9]
    assert [y for _, y in lines["expected"]] == [6.8, 120.4, 177.2, 120.4, 6.8]
    assert lines["yours"] == [(11.1, 6.8), (80.6, 63.6), (150.0, 177.2), (288.9, 6.8)]
    # after the gap the line starts anew
    assert (
        re.findall(r'class="yours" d="([^"]*)"', plots.svg(a_figure([0, 0, None, 0, 0])))[0].count(
            "M"
        )
        == 2
    )


@pytest.mark.parametrize(
    ("low", "high", "numbers"),
    [
        (-3, 3, ["−3", "−2", "−1", "0", "1", "2", "3"]),
        (0, 1.5, ["0.0", "0.5", "1.0", "1.5"]),
        (-0.02, 0.26, ["0.00", "0.05", "0.10", "0.15", "0.20", "0.25"]),
        (0, 9e30, ["0", "2e+30", "4e+30", "6e+30", "8e+30"]),
        (1000.5, 1001, ["1000.5", "1000.6", "1000.7", "1000.8", "1000.9", "1001.0"]),
    ],
)
def test_axes_have_a_few_round_numbers(low: float, high: float, numbers: list[str]) -> None:
    assert [number for _, number in plots.Scale(low, high, 100).ticks(6)] == numbers


def test_what_is_expected_is_dashed_and_what_is_yours_is_not() -> None:
    styles = re.findall(r'<path class="(yours|expected)"([^>]*)', plots.svg(WRONG.figures[0]))
    # the expected one is drawn last: it shows where both are the same
    assert [(role, "dasharray" in rest) for role, rest in styles] == [
        ("yours", False),
        ("expected", True),
    ]


def test_further_curves_differ_by_marks_as_well_as_by_colour(
    show: Show, browser: PageOpener
) -> None:
    pair = [a_figure([1.5, 1, 0, 1, 1.5], name=name).lines for name in ("similar", "other")]
    figure = Figure("Loss", "distance", "loss", (*pair[0], *pair[1]))
    with browser.opened(show(graded(replace(WRONG, figures=(figure, figure))))) as page:
        plot = page.locator("figure").first
        assert plot.locator("[role=img] circle").count() == 5
        assert plot.locator(".legend").inner_text().split() == ["similar", "other"]
        dashes = plot.locator("[role=img] .expected").evaluate_all(
            "all => all.map(each => each.getAttribute('stroke-dasharray'))"
        )
        assert len(set(dashes)) == 2
        ids = page.locator("[id]").evaluate_all("all => all.map(each => each.id)")
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("yours", "words"),
    [
        ([1.5, 0.5, 0, 0.5, 1.5], ["Yours is as expected."]),
        ([1.5, 0.5, 0, 1.0, 1.5], ["Farthest apart at error 1: yours is 1, expected 0.5."]),
        ([None] * 5, ["Yours is no number at error −2 to 2."]),
        (
            [1.5, 0.5, None, 0.5, 9e30],
            [
                "Yours is no number at error 0.",
                "Farthest apart at error 2: yours is 9e+30, expected 1.5.",
            ],
        ),
    ],
)
def test_words_say_what_is_to_be_seen(yours: list[float | None], words: list[str]) -> None:
    assert plots.words(a_figure(yours)) == words


def test_a_curve_far_off_does_not_flatten_the_expected_one() -> None:
    def height(far: float) -> float:
        places = [y for _, y in drawn(a_figure([far, 0.5, 0, 0.5, 1.5]))["expected"]]
        return max(places) - min(places)

    assert height(1e9) > 0.6 * height(1.5)


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (Line("a", "yours", (), ()),),
        (Line("a", "yours", (0.0,), (None,)),),
        (Line("a", "yours", (-1e308, 1e308), (1e308, -1e308)),),
        (Line("a", "yours", (0.0, 0.0), (5e-324, 5e-324)), Line("a", "expected", (1.0,), (1.0,))),
        tuple(Line(str(k), "yours", (0.0, 1.0), (0.0, k)) for k in range(8)),
    ],
    ids=["no lines", "no points", "no numbers", "huge", "a point", "many"],
)
def test_whatever_the_numbers_are_there_is_a_drawing(lines: tuple[Line, ...]) -> None:
    figure = Figure("", "x", "y", lines)
    svg = plots.svg(figure)
    assert svg.startswith("<svg")
    assert svg.rstrip().endswith("</svg>")
    assert not re.search(r"\b(nan|inf)\b", svg)
    assert svg.count('class="grid"') > 4
    assert plots.words(figure) == []


# --- in a browser --------------------------------------------------------------------------------

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)></style></pre></svg>"
HOSTILE = MARKUP + "{{ 7 * 7 }} \u202egnp.exe \x00\x1b[2J\u2028" + "x" * 500 + " &amp; " + "غ" * 60


STEERING = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def hostile_grade() -> Grade:
    x = (0.0, 1.0, 2.0)
    lines = (Line(HOSTILE, "yours", x, (None, 1e300, -1e300)), Line(HOSTILE, "expected", x, x))
    figure = Figure(HOSTILE, HOSTILE, HOSTILE, lines)
    source = f'def f():\n    """{HOSTILE}\n' + f'{HOSTILE}"""\n' * 3
    part = PartResult(
        "my_huber_loss",
        (check("values", 0, f"{HOSTILE} `{HOSTILE}`"), check(HOSTILE, 2)),
        Mistake("m", HOSTILE),
        1,
        source,
        (figure,),
    )
    asked = CheckResult("q1", "failed", 0, 2, f"No option {HOSTILE}", "visible", HOSTILE[:40])
    unasked = CheckResult(HOSTILE, "failed", 0, 2, HOSTILE, "visible", None)
    named = PartResult(HOSTILE, (check(HOSTILE, 0, HOSTILE),))
    return replace(
        graded(part, named, PartResult("quiz", (asked, unasked))),
        submission=HOSTILE,
        repairs=(HOSTILE,),
        output=f"{HOSTILE}\n" * 300,
        file=f"{HOSTILE}.py",
        sha256=HOSTILE,
    )


@pytest.mark.parametrize("width", [1280, PHONE])
def test_hostile_texts_are_inert(show: Show, browser: PageOpener, width: int) -> None:
    with browser.opened(show(hostile_grade()), width=width) as page:
        found = text(page)
        assert page.locator("script, img, iframe, link, a:not([href^='#'])").count() == 0
        assert page.locator("style").count() == 1
        assert MARKUP in found
        assert "{{ 7 * 7 }}" in found
        assert not {unicodedata.category(each) for each in found if each not in "\n\t"} & STEERING
        assert overflow(page) == 0
        assert not violations(page)


def whole_grade() -> Grade:
    return replace(
        graded(WRONG, PartResult("MyHuberLoss", (check("defined", 2),)), answer("AB", 1)),
        repairs=("cell 4: notebook commands (lines with %, ! or ?) were left out",),
        output="epoch 1\n",
        file="hw.py",
        sha256="ab" * 32,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, PHONE])
def test_a_page_meets_wcag_aa_at_any_width_and_in_both_themes(
    show: Show, browser: PageOpener, scheme: Scheme, width: int
) -> None:
    with browser.opened(show(whole_grade()), scheme, width) as page:
        assert page.title() == "alice · Custom losses"
        assert not violations(page)
        text(page)  # and nothing that was folded
        assert not violations(page)
        assert overflow(page) == 0


def test_the_theme_is_the_readers(show: Show, browser: PageOpener) -> None:
    def brightness(scheme: Scheme, *, printed: bool = False) -> int:
        with browser.opened(show(whole_grade()), scheme, printed=printed) as page:
            colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return max(map(int, re.findall(r"\d+", colour)))

    assert brightness("light") > 240
    assert brightness("dark") < 40
    assert brightness("dark", printed=True) == 255  # ink is not for backgrounds


def test_a_page_can_be_walked_through_with_the_keyboard(show: Show, browser: PageOpener) -> None:
    with browser.opened(show(whole_grade())) as page:
        stops = []
        for _ in range(8):
            page.keyboard.press("Tab")
            stops.append(page.evaluate("document.activeElement.tagName"))
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none" or stops[-1] == "BODY"
    # the parts, the definition and what it uses, what was printed
    assert stops[:6] == ["A", "A", "A", "PRE", "PRE", "SUMMARY"]


def test_a_page_prints_on_a_few_sheets(show: Show, browser: PageOpener) -> None:
    with browser.opened(show(whole_grade())) as page:
        sheets = page.pdf(format="A4", prefer_css_page_size=False)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 2


def test_a_graded_hand_in_has_a_page_with_its_own_code_and_curves(
    autograder: Run, browser: PageOpener, tmp_path: Path
) -> None:
    hand_in = tmp_path / "alice.py"
    hand_in.write_text(
        "import tensorflow as tf\n\n\ndef my_huber_loss(y_true, y_pred):\n"
        "    e = y_true - y_pred\n"
        "    return tf.where(tf.abs(e) <= 1, tf.square(e), tf.abs(e) - 0.5)\n",
        encoding="utf-8",
    )
    json, html = tmp_path / "alice.json", tmp_path / "alice.html"
    done = autograder("check", hand_in, "--json", json, "--html", html)
    assert done.returncode == 0, done.stderr
    (grade,) = results.read([json])
    hint = grade.parts[0].mistake
    assert hint is not None
    with browser.opened(html) as page:
        assert page.locator("h1").inner_text() == "alice"
        assert not violations(page)
        part = page.locator("#my_huber_loss")
        assert part.locator(".hint").inner_text().endswith(hint.hint.replace("`", ""))
        assert part.locator("pre .line").first.get_attribute("data-number") == "4"
        told = part.locator("figcaption").first.inner_text()
    # 1 at an error of 1, where half its square was asked for
    assert re.search(r"Farthest apart at error −?1: yours is 1, expected 0.5.", told)


# --- writing -------------------------------------------------------------------------------------


class Desk:
    """A folder of results, and pages made of them."""

    def __init__(self, out: Path, assignment: Assignment) -> None:
        self.out = out
        self.assignment = assignment
        self.warnings = list[str]()

    def keep(self, *grades: Grade) -> None:
        for grade in grades:
            Gradebook(self.out).record(grade)

    def write(self, now: datetime = BEFORE, *, jobs: int = 1, reveal: bool = False) -> int:
        results = sorted((self.out / "results").glob("*.json"))
        folder = self.out / "feedback"
        return write_feedback(
            results, self.assignment, folder, now, jobs, self.warnings.append, reveal=reveal
        )

    @property
    def pages(self) -> dict[str, str]:
        folder = self.out / "feedback"
        return {path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.fixture
def desk(tmp_path: Path, quizzed: Assignment) -> Desk:
    return Desk(tmp_path / "grades", quizzed)


def named(name: str, letters: str = "AB") -> Grade:
    return replace(graded(WRONG, answer(letters, 1)), submission=name)


def test_only_pages_whose_grade_has_changed_are_written_again(desk: Desk) -> None:
    desk.keep(named("a.b"), named("o'connor"))
    assert desk.write() == 2
    desk.keep(named("a.b", "A"))
    assert desk.write() == 1
    assert desk.write() == 0
    assert desk.pages.keys() == {"a.b", "o'connor"}
    assert not desk.warnings


def test_pages_are_written_again_when_the_deadline_has_passed(desk: Desk) -> None:
    desk.keep(named("a"))
    desk.write(BEFORE)
    assert "Reason of" not in desk.pages["a"]
    assert desk.write(BEFORE + timedelta(microseconds=1), reveal=True) == 0
    assert desk.write(AFTER) == 1
    assert "Reason of A." in desk.pages["a"]


def test_a_page_that_can_not_be_made_costs_no_other_and_no_old_one_stays(desk: Desk) -> None:
    desk.keep(named("a"), named("b"))
    desk.write()
    (desk.out / "results" / "a.json").write_text("{", encoding="utf-8")
    desk.keep(named("b", "A"))
    assert desk.write() == 2
    assert desk.pages.keys() == {"b"}
    (warning,) = desk.warnings
    assert warning.startswith("no feedback page of a: ")


def test_many_pages_are_written_by_several_processes(desk: Desk) -> None:
    desk.keep(*(named(f"s{k}") for k in range(12)))
    alone = Desk(desk.out.with_name("alone"), desk.assignment)
    alone.keep(*(named(f"s{k}") for k in range(12)))
    assert desk.write(jobs=2) == alone.write() == 12
    assert desk.pages == alone.pages
    assert not desk.warnings


_WRITES = """
import sys
from datetime import datetime
from pathlib import Path
from autograder import assignment
from autograder.pages.writing import write_feedback

if __name__ == "__main__":
    out = Path(sys.argv[1])
    found = assignment.load(Path.cwd(), "custom_losses")
    results = sorted((out / "results").glob("*.json"))
    write_feedback(results, found, out / "feedback", datetime.fromtimestamp(0).astimezone(), 2, print)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_kill_leaves_whole_pages_and_the_next_run_makes_the_rest(
    how: signal.Signals, custom_losses: Assignment, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "grades", custom_losses)
    desk.keep(*(named(f"s{k}") for k in range(120)))
    program = tmp_path / "writes.py"
    program.write_text(_WRITES, encoding="utf-8")
    folder = desk.out / "feedback"
    running = subprocess.Popen(
        [sys.executable, program, desk.out],
        cwd=COURSE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": str(COURSE)},
    )
    limit = monotonic() + 60
    while not (folder.is_dir() and len(list(folder.glob("*.html"))) > 3):
        assert monotonic() < limit
        sleep(0.01)
    running.send_signal(how)
    running.wait(60)
    done = len(list(folder.glob("*.html")))
    assert 3 < done < 120
    (folder / ".writing-left").write_text("half", encoding="utf-8")
    left = desk.write(datetime.fromtimestamp(0, UTC))
    assert 0 < left <= 120 - done
    assert len(desk.pages) == 120
    assert all(page.rstrip().endswith("</html>") for page in desk.pages.values())
