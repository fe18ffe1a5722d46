"""Pages that are made of grades: pure functions of them, HTML out."""
