"""The way to a person's own rows."""

from accounts.errors import NoSuchToken
from accounts.models import ApiToken, User


def get_token_for(user: User, token_id: int) -> ApiToken:
    token = ApiToken.objects.filter(pk=token_id, user=user).first()
    if token is None:
        raise NoSuchToken
    return token
