"""What the API says about the catalogue."""

from rest_framework import serializers


class LessonSummary(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    line = serializers.CharField()
    minutes = serializers.IntegerField()
    state = serializers.ChoiceField(choices=["planned", "published"])
    url = serializers.CharField(allow_null=True)
    interview = serializers.CharField(allow_blank=True)


class ModuleSummary(serializers.Serializer):
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


class PartSummary(serializers.Serializer):
    number = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    modules = ModuleSummary(many=True)


class CourseSummary(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()


class CourseDetail(serializers.Serializer):
    course = CourseSummary()
    counts = serializers.DictField(child=serializers.IntegerField())
    parts = PartSummary(many=True)
