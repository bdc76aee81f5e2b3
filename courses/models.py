"""The catalogue as people browse it, the releases that publish it, and what people say of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class Course(models.Model):
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=160)
    summary = models.TextField()
    data = models.JSONField()
    """`outcomes`, `prerequisites`, `parts` and `disclaimer`, as in course.yaml; `faq` and `glossary` as compiled."""
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Module(models.Model):
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="modules")
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField()
    title = models.CharField(max_length=160)
    short = models.CharField(max_length=80)
    summary = models.TextField()
    part = models.SlugField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["course", "slug"], name="courses_module_slug")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Release(models.Model):
    """One publication of everything in `content/`: all of it was valid, or it does not exist."""

    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=120, blank=True)
    counts = models.JSONField(default=dict)
    is_current = models.BooleanField(default=False)
    documents = models.ForeignKey("PageBody", on_delete=models.PROTECT, null=True, blank=True)
    """What search reads, as JSON; each node builds its index from it."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="courses_one_current_release"
            )
        ]

    def __str__(self) -> str:
        return self.digest[:8]


class PageBody(models.Model):
    """A compiled page, shared by all releases in which it did not change."""

    key = models.CharField(max_length=64, unique=True)
    """Digest of content, templates, asset manifest and compiler version."""
    etag = models.CharField(max_length=32)
    content_type = models.CharField(max_length=60)
    brotli = models.BinaryField()

    def __str__(self) -> str:
        return self.etag


class ReleasePage(models.Model):
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="pages")
    path = models.CharField(max_length=200)
    body = models.ForeignKey(PageBody, on_delete=models.PROTECT, null=True, blank=True)
    redirect_to = models.CharField(max_length=200, blank=True)
    """Set instead of a body where an old slug leads to its new page."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["release", "path"], name="courses_release_path")]

    def __str__(self) -> str:
        return self.path


class Rating(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", "Waiting for approval"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Not published"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="ratings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ratings")
    stars = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    text = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING, db_index=True)
    created_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "user"], name="courses_one_rating_a_person"),
            models.CheckConstraint(condition=models.Q(stars__range=(1, 5)), name="courses_rating_stars"),
        ]

    def __str__(self) -> str:
        return f"{self.stars} of 5"
