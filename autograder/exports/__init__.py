"""Grades in other tools' formats: pure functions of result data, text out.

A package of its own, as nothing here decides a grade: no class is graded again for a change of it
(see ``identity``).
"""
