"""What can go wrong for somebody who reads or answers."""

from __future__ import annotations

from lessons.exercises.base import BadAnswer
from problems import NotThere, Problem


class LessonNotThere(NotThere):
    sentence = "There is no such lesson, or it is still in preparation. The course map shows what is published."


class ExerciseNotThere(NotThere):
    sentence = "This exercise is not in its lesson any more. Go back to the lesson; your earlier answers are kept."


class AnswerTooLarge(Problem):
    status = 413
    code = "answer_too_large"
    sentence = "That is too large for an answer. Cut it and send it again."


class AnswerNotJson(Problem):
    status = 400
    code = "not_json"
    sentence = "The answer could not be read. Send a JSON object with the key `answer`."


__all__ = ["AnswerNotJson", "AnswerTooLarge", "BadAnswer", "ExerciseNotThere", "LessonNotThere"]
