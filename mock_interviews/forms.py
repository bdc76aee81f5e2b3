"""Starting an attempt, and saving a step without JavaScript."""

from __future__ import annotations

from typing import Any

from django import forms

from grading.reshaded import LENGTHS, LEVEL_BARS, STEPS
from mock_interviews.models import Attempt
from mock_interviews.services.attempts import LONGEST_DRILL, SHORTEST_DRILL
from mock_interviews.services.drafts import Save, digest_of
from mock_interviews.steps import DIAGRAM

LEVELS = [(bar.key, bar.title) for bar in LEVEL_BARS]


class StartForm(forms.Form):
    """A whole interview."""

    level = forms.ChoiceField(choices=LEVELS, widget=forms.RadioSelect)
    minutes = forms.TypedChoiceField(
        choices=[(length, f"{length} min") for length in LENGTHS], coerce=int, widget=forms.RadioSelect
    )
    mode = forms.ChoiceField(choices=Attempt.Mode.choices, widget=forms.RadioSelect, initial=Attempt.Mode.TIMED)

    def options(self) -> dict[str, Any]:
        return {**self.cleaned_data, "drill": ""}


class DrillForm(forms.Form):
    """One step with the same clock."""

    drill = forms.ChoiceField(choices=[(step.key, step.title) for step in STEPS], label="Step")
    minutes = forms.TypedChoiceField(
        choices=[(minutes, f"{minutes} min") for minutes in range(SHORTEST_DRILL, LONGEST_DRILL + 1)],
        coerce=int,
        label="Minutes",
        initial=8,
    )
    level = forms.ChoiceField(choices=LEVELS, label="Level")

    def options(self) -> dict[str, Any]:
        return {**self.cleaned_data, "mode": Attempt.Mode.TIMED}


class StepForm(forms.Form):
    """One step as a page without JavaScript sends it; each rendered page counts as a client that saves once."""

    text = forms.CharField(required=False, strip=False)
    base_rev = forms.IntegerField(min_value=0)
    client_id = forms.CharField(max_length=40)
    diagram = forms.CharField(required=False, strip=False)
    diagram_rev = forms.IntegerField(min_value=0, required=False)
    """Left out where the page of the step has no diagram."""
    diagram_digest = forms.CharField(required=False, max_length=64)
    """Of the diagram as the page showed it: an untouched one isn't saved over what came from elsewhere."""

    def clean_text(self) -> str:
        """Browsers send line ends as CR LF, whatever was typed; NUL can't be stored."""
        return _plain(self.cleaned_data["text"])

    def clean_diagram(self) -> str:
        return _plain(self.cleaned_data["diagram"])

    def as_saves(self, step: str) -> list[Save]:
        """The step's text, and the diagram if it was changed."""
        data = self.cleaned_data
        who = data["client_id"]
        saves = [Save(step=step, text=data["text"], base_rev=data["base_rev"], client_id=who, client_seq=1)]
        if data["diagram_rev"] is not None and digest_of(data["diagram"]) != data["diagram_digest"]:
            who = f"{who[:38]}-d"
            saves.append(Save(DIAGRAM, data["diagram"], data["diagram_rev"], client_id=who, client_seq=1))
        return saves


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "")
