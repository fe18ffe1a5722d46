# tries: so many answers that the grader loses itself in them: dozens of keys for each question
# stopped by: reader, channel
# honest: 1
quiz_answers = {f"q{'_' * (k // 100)}{'0' * (k // 25 % 4)}{k % 25 + 1}": "ABCD" for k in range(1800)}
