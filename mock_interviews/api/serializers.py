"""What the API says about interviews and attempts. The hot path of drafts uses these for its description only."""

from typing import Any

from rest_framework import serializers

from grading.reshaded import LENGTHS, LEVELS, STEP_KEYS
from mock_interviews.models import Attempt


class PublicCriterion(serializers.Serializer[Any]):
    title = serializers.CharField()
    weight = serializers.IntegerField()


class PublicStep(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField()
    weight = serializers.IntegerField(help_text="Of 100.")
    criteria = PublicCriterion(many=True)


class InterviewSummary(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()
    line = serializers.CharField()
    difficulty = serializers.ChoiceField(choices=["easy", "medium", "hard"])
    kind = serializers.ChoiceField(choices=["infrastructure", "product", "ai-product"])
    minutes = serializers.IntegerField()
    modules = serializers.ListField(child=serializers.CharField())
    tests = serializers.ListField(child=serializers.CharField())


class InterviewDetail(InterviewSummary):
    brief = serializers.CharField()
    version = serializers.CharField(help_text="Digest of brief, interviewer and model answer.")
    rubric = PublicStep(many=True)


class StartRequest(serializers.Serializer[Any]):
    interview = serializers.SlugField(max_length=80)
    level = serializers.ChoiceField(choices=LEVELS, default="senior")
    mode = serializers.ChoiceField(choices=Attempt.Mode.choices, default=Attempt.Mode.TIMED)
    minutes = serializers.IntegerField(
        min_value=4, max_value=60, default=45, help_text=f"One of {', '.join(map(str, LENGTHS))}; 4 to 12 for a drill."
    )
    drill = serializers.ChoiceField(
        choices=STEP_KEYS, required=False, default="", allow_blank=True, help_text="Only this step."
    )


class AttemptStep(serializers.Serializer[Any]):
    key = serializers.CharField()
    minutes = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)
    rev = serializers.IntegerField()
    digest = serializers.CharField(help_text="SHA-256 of the text in UTF-8, hexadecimal.")
    active_ms = serializers.IntegerField()


class UnreadLine(serializers.Serializer[Any]):
    line = serializers.IntegerField(help_text="From 1; 0 in a drawing.")
    text = serializers.CharField()
    why = serializers.CharField()


class AttemptDiagram(serializers.Serializer[Any]):
    text = serializers.CharField(allow_blank=True, help_text="Saved under the step `diagram`.")
    rev = serializers.IntegerField()
    digest = serializers.CharField(help_text="SHA-256 of the text in UTF-8, hexadecimal.")
    counts = serializers.ChoiceField(choices=["diagram", "scene"], help_text="The way edited last: written or drawn.")
    graph = serializers.DictField(help_text="As it is read: nodes [{id, label, kind}], edges [{from, to, label}].")
    unread = UnreadLine(many=True)


class AttemptSummary(serializers.Serializer[Any]):
    id = serializers.CharField(source="public_id")
    interview = serializers.CharField(source="interview.slug")
    level = serializers.CharField()
    mode = serializers.CharField()
    minutes = serializers.IntegerField()
    is_drill = serializers.BooleanField()
    state = serializers.ChoiceField(choices=Attempt.State.choices)
    started_at = serializers.DateTimeField()
    deadline_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class AttemptDetail(AttemptSummary):
    brief = serializers.CharField()
    remaining_ms = serializers.IntegerField()
    is_paused = serializers.BooleanField()
    steps = AttemptStep(many=True)
    diagram = AttemptDiagram(allow_null=True, help_text="Null in a drill of a step without one.")


class StartedAttempt(AttemptDetail):
    is_new = serializers.BooleanField()
    sentence = serializers.CharField(allow_blank=True)


class ClockReading(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=Attempt.State.choices)
    remaining_ms = serializers.IntegerField()
    closes_ms = serializers.IntegerField(help_text="Until a draft on its way is refused.")
    deadline_at = serializers.DateTimeField()
    is_paused = serializers.BooleanField()
    revs = serializers.DictField(child=serializers.IntegerField())


class DraftRequest(serializers.Serializer[Any]):
    text = serializers.CharField(
        allow_blank=True,
        required=False,
        help_text="At most 48 kB in UTF-8, 20 kB for `diagram`; left out, only `active_ms` is told.",
    )
    base_rev = serializers.IntegerField(min_value=0, help_text="The rev that this text was written on.")
    client_id = serializers.CharField(max_length=40, help_text="Names one opened page.")
    client_seq = serializers.IntegerField(min_value=1, help_text="Counts the saves of that page.")
    active_ms = serializers.IntegerField(
        min_value=0, default=0, help_text="In front of the candidate since that page's last save."
    )


class DraftSaved(serializers.Serializer[Any]):
    rev = serializers.IntegerField()
    digest = serializers.CharField()
    remaining_ms = serializers.IntegerField()
    received_at = serializers.DateTimeField()
    deadline_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=Attempt.State.choices)


class DraftShown(serializers.Serializer[Any]):
    text = serializers.CharField(allow_blank=True)
    rev = serializers.IntegerField()
    digest = serializers.CharField()
    received_at = serializers.DateTimeField(allow_null=True)


class Refusal(serializers.Serializer[Any]):
    """Any refusal: what it is called, and a sentence that says what to do."""

    code = serializers.CharField()
    detail = serializers.CharField()


class DraftRefusal(Refusal):
    """`conflict` and `attempt_over` carry the stored version; a conflict carries both."""

    theirs = DraftShown(required=False)
    yours = serializers.DictField(required=False)
