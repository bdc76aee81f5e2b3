"""What the API says about the catalogue."""

from typing import Any

from rest_framework import serializers


class LessonSummary(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    line = serializers.CharField()
    minutes = serializers.IntegerField()
    state = serializers.ChoiceField(choices=["planned", "published"])
    url = serializers.CharField(allow_null=True)
    interview = serializers.CharField(allow_blank=True)


class ModuleSummary(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    part = serializers.CharField()
    url = serializers.CharField()
    minutes = serializers.IntegerField()
    lesson_count = serializers.IntegerField()
    published_count = serializers.IntegerField()
    lessons = LessonSummary(many=True)


class PartSummary(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    modules = ModuleSummary(many=True)


class CourseSummary(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()


class CourseDetail(serializers.Serializer[Any]):
    course = CourseSummary()
    counts = serializers.DictField(child=serializers.IntegerField())
    parts = PartSummary(many=True)


class SearchPiece(serializers.Serializer[Any]):
    text = serializers.CharField(trim_whitespace=False)
    is_match = serializers.BooleanField()


class SearchHit(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="lesson, section, term, question, module or interview")
    where = serializers.CharField()
    url = serializers.CharField()
    title = SearchPiece(many=True)
    excerpt = SearchPiece(many=True)


class SearchFound(serializers.Serializer[Any]):
    query = serializers.CharField()
    is_loose = serializers.BooleanField(help_text="True when no place has all the words.")
    hits = SearchHit(many=True)
