"""Quizzes as learning platforms read them: GIFT by Moodle's rules, QTI as Canvas takes it.

Written from the formats' descriptions, with nothing of the writers in it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.etree import ElementTree

_TOKEN = re.compile(r"\\(?P<escaped>[~=#{}:n\\])|(?P<special>[~=#{}])|(?P<plain>.)", re.DOTALL)
_WEIGHT = re.compile(r"%(-?[0-9]{1,2}\.?[0-9]*)%")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_TAKES_ONE = {
    "multiple_choice_question": True,
    "true_false_question": True,  # two options that say just that
    "multiple_answers_question": False,
}
QTI = {"": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}


@dataclass
class Answer:
    text: str
    why: str
    percent: float


@dataclass
class Asked:
    """A question; ``takes_one`` if no more than one of the answers can be chosen."""

    name: str
    text: str
    takes_one: bool
    answers: list[Answer]

    def score(self, *chosen: int) -> float:
        """What Moodle gives for the answers at these places, from 0 to 1."""
        total = sum(self.answers[place].percent for place in chosen) / 100
        return round(min(max(total, 0.0), 1.0), 5)


# --- GIFT ----------------------------------------------------------------------------------------


def gift(text: str) -> list[Asked]:
    """The questions; texts are in Markdown. Anything that is no multiple choice is a ValueError."""
    blocks = re.split(r"\n[ \t]*\n", text)
    stripped = ["\n".join(li for li in b.split("\n") if not li.startswith("//")) for b in blocks]
    return [_gift_question(block.strip()) for block in stripped if block.strip()]


def _gift_question(block: str) -> Asked:
    head, *choices = _segments(block)
    match = re.fullmatch(r"::(.*?)::(.*)", head[1], re.DOTALL)
    if match is None or choices.pop() != ("}", ""):
        raise ValueError(block)
    answers = list[Answer]()
    signs = [sign for sign, _ in choices if sign in "=~"]
    for sign, said in choices[1:]:
        if sign == "#":
            answers[-1].why = _formatted(said)
        elif sign == "=":
            answers.append(Answer(_formatted(said), "", 100.0))
        elif sign == "~":
            weight = _WEIGHT.match(said)
            rest = said[weight.end() :] if weight else said
            answers.append(Answer(_formatted(rest), "", float(weight[1]) if weight else 0.0))
        else:
            raise ValueError(block)
    if choices[0][0] != "{" or choices[0][1].strip():
        raise ValueError(block)
    return Asked(match[1], _formatted(match[2]), "=" in signs, answers)


def _segments(block: str) -> list[tuple[str, str]]:
    """What is between characters that mean something, each with the one before it."""
    found = [("", "")]
    for token in _TOKEN.finditer(block):
        if special := token["special"]:
            found.append((special, ""))
        else:
            escaped = token["escaped"]
            char = "\n" if escaped == "n" else escaped or token["plain"]
            found[-1] = (found[-1][0], found[-1][1] + char)
    return found


def _formatted(text: str) -> str:
    text = text.strip()
    match = _FORMAT.match(text)
    if match and match[1] != "markdown":
        raise ValueError(text)
    return text[match.end() :].strip() if match else text


# --- QTI -----------------------------------------------------------------------------------------


def qti(package: bytes) -> list[Asked]:
    """The questions; texts are what a browser shows, formulas as ``$...$``. A right answer has
    100 percent, as Canvas takes no weights."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        manifest = ElementTree.fromstring(archive.read("imsmanifest.xml"))
        files = [each.get("href", "") for each in manifest.iter() if each.tag.endswith("}file")]
        assert set(files) <= set(archive.namelist())
        (name,) = [file for file in files if not file.endswith("assessment_meta.xml")]
        root = ElementTree.fromstring(archive.read(name))
    return [_qti_item(item) for item in root.iterfind(".//item", QTI)]


def qti_settings(package: bytes) -> dict[str, str]:
    """What assessment_meta.xml says of the quiz."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith("assessment_meta.xml")]
        root = ElementTree.fromstring(archive.read(name))
    return {each.tag.split("}")[1]: each.text or "" for each in root}


def qti_points(package: bytes) -> list[float]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        (name,) = [n for n in archive.namelist() if re.fullmatch(r"(.+)/\1\.xml", n)]
        root = ElementTree.fromstring(archive.read(name))
    return [float(_field(item, "points_possible")) for item in root.iterfind(".//item", QTI)]


def _qti_item(item: ElementTree.Element) -> Asked:
    kind = _field(item, "question_type")
    takes_one = _TAKES_ONE[kind]
    (given,) = item.iterfind("presentation/response_lid", QTI)
    assert given.get("rcardinality") == ("Single" if takes_one else "Multiple")
    reasons = {each.get("ident", ""): _shown(each) for each in item.iterfind("itemfeedback", QTI)}
    linked = dict(_linked(item))
    right = _right(item)
    answers = [
        Answer(_shown(label), reasons[linked[name]] if name in linked else "", 100.0 * right[name])
        for label in given.iterfind("render_choice/response_label", QTI)
        if (name := label.get("ident", ""))
    ]
    (text,) = item.iterfind("presentation/material", QTI)
    return Asked(item.get("title", ""), _shown(text), takes_one, answers)


def _field(item: ElementTree.Element, label: str) -> str:
    fields = item.iterfind("itemmetadata/qtimetadata/qtimetadatafield", QTI)
    found = {f.findtext("fieldlabel", "", QTI): f.findtext("fieldentry", "", QTI) for f in fields}
    return found[label]


def _conditions(item: ElementTree.Element) -> Iterator[ElementTree.Element]:
    yield from item.iterfind("resprocessing/respcondition", QTI)


def _linked(item: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Each answer with the reason that is shown to who chooses it."""
    for condition in _conditions(item):
        link = condition.find("displayfeedback", QTI)
        if link is not None:
            (chosen,) = condition.iterfind("conditionvar/varequal", QTI)
            yield chosen.text or "", link.get("linkrefid", "")


def _right(item: ElementTree.Element) -> dict[str, bool]:
    """Of each answer, whether who chooses it gets the points: all of them together, and no other."""
    (paying,) = [each for each in _conditions(item) if each.find("setvar", QTI) is not None]
    assert paying.findtext("setvar", "", QTI) == "100"
    (variables,) = paying.iterfind("conditionvar", QTI)
    right = {
        each.text or ""
        for path in ("varequal", "and/varequal")
        for each in variables.iterfind(path, QTI)
    }
    wrong = {each.text or "" for each in variables.iterfind("and/not/varequal", QTI)}
    labels = {each.get("ident", "") for each in item.iterfind(".//response_label", QTI)}
    assert right | wrong == labels or not wrong
    return {label: label in right for label in labels}


def _shown(element: ElementTree.Element) -> str:
    (text,) = element.iterfind(".//mattext", QTI)
    assert text.get("texttype") == "text/html"
    return visible(text.text or "")


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags, self.text = set[str](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "img":
            self.text += f"${dict(attrs)['data-equation-content']}$"

    def handle_data(self, data: str) -> None:
        self.text += data


def visible(html: str) -> str:
    """What a browser shows of it; only tags that Markdown makes are taken."""
    parser = _Visible()
    parser.feed(html)
    parser.close()
    known = {
        "p",
        "code",
        "pre",
        "img",
        "em",
        "strong",
        "ul",
        "ol",
        "li",
        "blockquote",
        "a",
        "br",
        "h1",
    }
    assert parser.tags <= known, parser.tags - known
    return parser.text.strip()
