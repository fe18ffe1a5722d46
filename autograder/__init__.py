"""Graded exercises on Keras losses: student code runs in a jailed worker, graders never meet it."""

__version__ = "0.1.0"
