"""A quiz as a page for staff: the questions with key, reasons and sources."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.quiz import Option, Question, Quiz


def markdown(quiz: Quiz, title: str) -> str:
    """The page. Options stand in the author's order."""
    worth = f"{len(quiz.questions)} questions, {quiz.points:g} each, {quiz.policy}."
    heading = f"# {' '.join(title.split())}: the quiz with its key\n\n{worth} Not for students.\n"
    return heading + "".join(map(_question, quiz.questions))


def _question(question: Question) -> str:
    key = "".join(sorted(question.key))
    options = "".join(line for option in question.options for line in _option(option))
    source = f"\nSource: {question.source}\n" if question.source else ""
    return f"\n## {question.id}: {key}\n\n{question.text.strip()}\n\n{options}{source}"


def _option(option: Option) -> Iterator[str]:
    yield f"- [{'x' if option.right else ' '}] **{option.letter}.** {_indented(option.text)}\n"
    if option.why.strip():
        yield f"\n  {_indented(option.why)}\n\n"


def _indented(text: str) -> str:
    """To be part of a list's item, all lines of it."""
    return "\n".join(f"  {line}" if line else "" for line in text.strip().splitlines()).strip()
