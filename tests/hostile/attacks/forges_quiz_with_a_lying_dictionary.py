# tries: a dictionary that gives another answer each time it is asked, and agrees with whatever it is compared with
# stopped by: channel, boundary
# honest: 1
import itertools


class Answer(str):
    """A letter that is every letter."""

    __eq__ = __contains__ = lambda self, other: True
    __hash__ = lambda self: 0
    upper = lower = strip = lambda self: self


class Answers(dict):
    turn = itertools.cycle([Answer("ABCD"), "", None])

    def get(self, key, default=None):
        return Answer("B")

    __getitem__ = __missing__ = get

    def items(self):
        for number in range(1, 26):
            yield f"q{number}", next(self.turn) if number != 20 else Answer("DCBA")

    def __contains__(self, key):
        return True

    def __eq__(self, other):
        return True


quiz_answers = Answers()
print("lies:", quiz_answers["q1"], quiz_answers == {}, "A" in Answer("C"))
