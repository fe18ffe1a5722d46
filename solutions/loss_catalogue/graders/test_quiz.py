"""The quiz: one check a question, scored by the policy in assignment.toml."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.assignment import Assignment
from autograder.checks import Failure
from autograder.quiz import Question


def test_question(
    question: Question, answers: Mapping[str, object], assignment: Assignment
) -> None:
    """The answer is the key, or shares the points by the quiz's policy."""
    quiz = assignment.quiz
    assert quiz is not None
    mark = quiz.mark(question, quiz.find(answers, question))
    unknown = quiz.unknown(answers)
    if mark.earned < 1:
        note = f" `{unknown[0]}` is no question here." if unknown else ""
        raise Failure(mark.message + note, mark.earned)
