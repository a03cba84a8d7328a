"""Floor 10: the demonstration town. Invented people, loaded by calling the same actions that people call.

town.yaml       institutions, programmes, cohorts, people and what they did
courses/        lessons in Markdown          quizzes/   twelve, the last of each course graded
staff.yaml      a coordinator for each institution, a manager for each programme
progress.yaml   how many lessons each student has finished on the anchor date
attempts.yaml   which quizzes some of them have taken
"""
