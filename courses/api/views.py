"""Reading the catalogue; open to everyone."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view, authentication_classes, permission_classes, throttle_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from courses.api.serializers import CourseDetail, CourseSummary, SearchFound
from courses.models import Course
from courses.queries import read_catalogue
from courses.search import search
from courses.views_search import MAX_AGE_SECONDS
from problems import NotThere


@extend_schema(responses=CourseSummary(many=True))
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def list_courses(request: Request) -> Response:
    """The courses of this site."""
    courses = Course.objects.filter(retired_at=None).order_by("slug")
    return Response(CourseSummary(courses, many=True).data)


@extend_schema(responses=CourseDetail)
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def show_course(request: Request, slug: str) -> Response:
    """One course: parts, modules and lessons; `url` is null where a lesson is in preparation."""
    course = Course.objects.filter(slug=slug, retired_at=None).first()
    if course is None:
        raise NotThere
    return Response(CourseDetail(read_catalogue(course)).data)


@extend_schema(
    parameters=[OpenApiParameter("q", str, description="Words; the last may be unfinished.")], responses=SearchFound
)
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
@throttle_classes([])
def search_course_text(request: Request) -> Response:
    """Lessons, sections, terms, questions, modules and interviews for what was typed; typing slips are forgiven."""
    found = search(request.query_params.get("q", ""), limit=8)
    return Response(SearchFound(found).data, headers={"Cache-Control": f"public, max-age={MAX_AGE_SECONDS}"})
