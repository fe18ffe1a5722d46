# tries: every option of every question, in every form that an answer may take, under every name of a question
# stopped by: boundary
# honest: 1
letters = ["A", "B", "C", "D"]
quiz_answers = {}
for number in range(1, 26):
    quiz_answers[number] = letters
    quiz_answers[f"Question {number}"] = "A or B or C or D"
    quiz_answers[f"q0{number}"] = [["A"], ["B"], ["C"], ["D"]]
    quiz_answers[f"q{number}"] = set(letters)
quiz_answers["*"] = quiz_answers[""] = quiz_answers["q1 q2 q3"] = quiz_answers[None] = "ABCD"
