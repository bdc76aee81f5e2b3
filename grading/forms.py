"""What people send about a grade."""

from __future__ import annotations

from typing import Any

from django import forms

from grading.models.people import MAX_ARGUMENT, MAX_REASON

STANDS = "stands"
JUDGE = "judge"
BANDS = [(str(band), str(band)) for band in range(5)]


class BandForm(forms.Form):
    """A band from a person: 0-4, the judge's again, or an open dispute answered with the band as it is."""

    criterion = forms.CharField(max_length=80)
    band = forms.ChoiceField(choices=[*BANDS, (JUDGE, "the judge's"), (STANDS, "stands")])
    reason = forms.CharField(max_length=MAX_REASON)

    @property
    def band_number(self) -> int | None:
        """None for the judge's band."""
        band: str = self.cleaned_data["band"]
        return int(band) if band.isdigit() else None


class DisputeForm(forms.Form):
    criterion = forms.CharField(max_length=80)
    argument = forms.CharField(max_length=MAX_ARGUMENT)

    def words(self) -> dict[str, Any]:
        return {"criterion": self.cleaned_data["criterion"], "argument": self.cleaned_data["argument"]}
