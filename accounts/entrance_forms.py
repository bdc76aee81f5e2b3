"""allauth's forms in our words: labels instead of placeholders, and one sentence on passwords."""

from __future__ import annotations

from typing import Any

from allauth.account import forms

PASSWORD_RULE = "At least 10 characters. A few words that belong together only for you are easy to keep in mind."  # noqa: S105
LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "password": "Password",
    "password1": "New password",
    "password2": "New password again",
    "oldpassword": "Password so far",
}


class Plain:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = PASSWORD_RULE if name == "password1" else ""


class LoginForm(Plain, forms.LoginForm):  # type: ignore[misc]
    pass


class SignupForm(Plain, forms.SignupForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "Password"


class AddEmailForm(Plain, forms.AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "New e-mail address"


class ChangePasswordForm(Plain, forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(Plain, forms.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(Plain, forms.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(Plain, forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(Plain, forms.ReauthenticateForm):  # type: ignore[misc]
    pass
