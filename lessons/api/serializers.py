"""What the API says about lessons and their exercises."""

from typing import Any

from rest_framework import serializers


class HeadingRow(serializers.Serializer[Any]):
    id = serializers.CharField()
    title = serializers.CharField()
    level = serializers.IntegerField()


class SectionRow(serializers.Serializer[Any]):
    anchor = serializers.CharField(help_text="Empty for what stands before the first heading.")
    title = serializers.CharField()
    text = serializers.CharField(help_text="Without markup: prose, descriptions of figures, words of exercises.")


class ExerciseRow(serializers.Serializer[Any]):
    key = serializers.CharField()
    kind = serializers.CharField()
    number = serializers.IntegerField()


class LessonDetail(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()
    module = serializers.CharField()
    kind = serializers.CharField()
    line = serializers.CharField()
    minutes = serializers.IntegerField()
    words = serializers.IntegerField()
    objectives = serializers.ListField(child=serializers.CharField())
    references = serializers.ListField(child=serializers.DictField())
    toc = HeadingRow(many=True)
    html = serializers.CharField()
    sections = SectionRow(many=True)
    exercises = ExerciseRow(many=True)


class ExerciseDetail(serializers.Serializer[Any]):
    key = serializers.CharField()
    kind = serializers.CharField()
    number = serializers.IntegerField()
    view = serializers.JSONField(help_text="The exercise without its key; ids in it are what an answer refers to.")


class AnswerRequest(serializers.Serializer[Any]):
    answer = serializers.JSONField(
        help_text="Quiz: {question: [option ids] or number}. Ordering: {order: [step ids]}. "
        "Matching: {pairs: {left id: right id}}. Estimate: {values: {input: number}}. Scenario: {text: …}."
    )


class AnswerResult(serializers.Serializer[Any]):
    answer = serializers.JSONField(allow_null=True)
    outcome = serializers.JSONField(allow_null=True)
    is_right = serializers.BooleanField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
