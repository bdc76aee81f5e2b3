"""The forms of the profile pages."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms

from accounts.models import User

DELETE_WORD = "delete my account"


@cache
def time_zones() -> list[tuple[str, str]]:
    """Zones by region and city, with a first choice that leaves it to the browser."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/")))
    return [("", "The one of your browser"), ("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    time_zone = forms.ChoiceField(required=False, choices=time_zones, help_text="Dates on the pages are shown in it.")

    class Meta:
        model = User
        fields = ("name", "time_zone", "level")
        labels = {"level": "Level you prepare for"}  # noqa: RUF012 - Django's own shape
        help_texts = {  # noqa: RUF012
            "name": "Shown beside a review you write, and to nobody otherwise.",
            "level": "Lessons and new interviews start at this level; you can change it on each of them.",
        }


class TokenForm(forms.Form):
    name = forms.CharField(max_length=80, help_text="What will use it, so that you know which one to delete later.")


class DeleteForm(forms.Form):
    """Typed words, and the password where there is one."""

    words = forms.CharField(label=f"Type “{DELETE_WORD}”", max_length=40)
    password = forms.CharField(
        label="Your password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), max_length=1024
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"].strip().lower().strip("“”\"'")
        if words != DELETE_WORD:
            raise forms.ValidationError("These are not the words. Nothing was deleted.")
        return words

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError("This is not your password. Nothing was deleted.")
        return password
