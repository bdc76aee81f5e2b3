"""The personal request, the profile, API keys, and taking everything along or away."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import get_token_for
from accounts.exporting import write_archive
from accounts.forms import DELETE_WORD, DeleteForm, ProfileForm, TokenForm
from accounts.models import User
from accounts.queries import read_me
from accounts.services import MAX_TOKENS, delete_account, issue_token
from guests.access import member_required, person_of, person_required


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """`/me.json?lesson=<slug>&interview=<slug or all>`: all that is personal on a page. No row, no session."""
    user = request.user if request.user.is_authenticated else None
    lesson, interview = (request.GET.get(name, "")[:80].replace("\0", " ") for name in ("lesson", "interview"))
    told = read_me(user, lesson_slug=lesson, interview=interview, now=timezone.now())
    live = reverse("events:content") if settings.WATCH else ""
    response = JsonResponse({"csrf": get_token(request), "live": live, **told})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect("accounts:profile")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@person_required
def profile(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your profile is saved.")
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
def tokens(request: HttpRequest) -> HttpResponse:
    """A new key is in the answer to its POST and nowhere else."""
    user = person_of(request)
    form, key = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        if user.api_tokens.count() >= MAX_TOKENS:
            form.add_error(None, f"You have {MAX_TOKENS} keys, which is the limit. Delete one that is not used.")
        else:
            _, key = issue_token(user=user, name=form.cleaned_data["name"])
            form = TokenForm()
    context = {"form": form, "key": key, "tokens": user.api_tokens.order_by("-created_at")}
    return render(request, "accounts/tokens.html", context, status=400 if form.errors else 200)


@require_POST
@member_required
def delete_token(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_token_for(person_of(request), pk)
    token.delete()
    messages.success(request, f"The key “{token.name}” is deleted and works no more.")
    return redirect("accounts:token-list")


@require_safe
@never_cache
@person_required
def export(request: HttpRequest) -> FileResponse:
    now = timezone.now()
    archive = write_archive(user=person_of(request), now=now)
    return FileResponse(
        archive, as_attachment=True, filename=f"tradeoff-{now:%Y-%m-%d}.zip", content_type="application/zip"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@person_required
def delete(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    form = DeleteForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        delete_account(user=User.objects.get(pk=user.pk))
        logout(request)
        return render(request, "accounts/deleted.html")
    return render(
        request, "accounts/delete.html", {"form": form, "words": DELETE_WORD}, status=400 if form.errors else 200
    )
