"""Every component in every state on one page, for whoever builds pages. Shown while developing, and to staff."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from grading.reshaded import minutes_of
from lessons.simulations import read_catalog
from problems import NotThere

TOKEN_FILE = settings.BASE_DIR / "static" / "src" / "css" / "tokens.css"
TOKEN = re.compile(r"^ {2}--([a-z0-9-]+): #", re.MULTILINE)
BANDS = ("absent", "weak", "partial", "solid", "outstanding")
ICON_LIST = settings.BASE_DIR / "static" / "src" / "icons.json"

INTERVIEW: dict[str, Any] = {
    "slug": "chatgpt",
    "title": "Design ChatGPT",
    "line": "From the browser to the accelerator, with fewer GPUs than you want.",
    "kind_title": "AI product",
    "difficulty": "hard",
    "minutes": 45,
    "shares": list(minutes_of(45).values()),
    "tests": ["tokens turned into GPUs", "streaming that survives failure"],
    "url": "/interviews/chatgpt/",
    "example_url": "/interviews/chatgpt/example/",
}


class SampleForm(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="Only for signing in and for what you ask us to send.")
    level = forms.ChoiceField(
        label="Level", choices=[("mid", "Mid"), ("senior", "Senior"), ("staff", "Staff")], widget=forms.RadioSelect
    )
    zone = forms.ChoiceField(label="Time zone", choices=[("UTC", "UTC"), ("Europe/Berlin", "Europe/Berlin")])
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agree = forms.BooleanField(label="Keep my answers for calibrating the grader", required=False)


@require_safe
def show_styleguide(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or request.user.is_staff):
        raise NotThere
    return render(request, "authoring/styleguide.html", styleguide_context())


def styleguide_context() -> dict[str, Any]:
    return {
        "tokens": list(dict.fromkeys(TOKEN.findall(TOKEN_FILE.read_text(encoding="utf-8")))),
        "bands": list(enumerate(BANDS)),
        "simulations": list(list_simulations()),
        "icons": json.loads(ICON_LIST.read_text(encoding="utf-8")),
        "launch": {"kind": "mock-interview", "interview": INTERVIEW["slug"]},
        "launch_planned": {"kind": "mock-interview", "interview": "planned"},
        "launch_interviews": [INTERVIEW],
        "launch_shares": INTERVIEW["shares"],
        "form": SampleForm(initial={"level": "senior"}, auto_id="rest_%s"),
        "wrong": SampleForm({"email": "mara at example", "level": "senior", "zone": "UTC"}, auto_id="wrong_%s"),
    }


def list_simulations() -> Iterator[dict[str, str]]:
    """Every simulation with its defaults, and with each of its scenes."""
    for name, parameters in read_catalog().items():
        scene = next((key for key in ("scene", "view") if key in parameters), "")
        for option in parameters[scene]["options"] if scene else [""]:
            params = json.dumps({scene: option} if scene else {})
            slug = f"{name}-{option}" if option else name
            yield {"name": name, "slug": slug, "title": name.replace("-", " ").capitalize(), "params": params}
