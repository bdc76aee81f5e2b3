"""Addresses of accounts. Those of allauth follow in config/urls.py; the ones repeated here win over its own."""

from django.urls import path, re_path

from accounts import entrance, views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("me.json", views.me, name="me"),
    path("profile/", views.profile, name="profile"),
    path("tokens/", views.tokens, name="token-list"),
    path("tokens/<int:pk>/delete/", views.delete_token, name="token-delete"),
    path("export/", views.export, name="export"),
    path("delete/", views.delete, name="account-delete"),
    path("login/", entrance.login, name="login"),
    path("signup/", entrance.signup, name="signup"),
    path("email/", entrance.email, name="email"),
    path("password/change/", entrance.password_change, name="password-change"),
    path("password/set/", entrance.password_set, name="password-set"),
    path("reauthenticate/", entrance.reauthenticate, name="reauthenticate"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", entrance.confirm_email, name="email-confirm"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.password_reset_from_key,
        name="password-reset-key",
    ),
]
