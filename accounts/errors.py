"""What can go wrong with an account."""

from problems import NotThere, Problem


class AddressTaken(Problem):
    status = 409
    code = "address_taken"
    sentence = "Somebody signed up with this address a moment ago. Sign in with it, or set a new password for it."


class AlreadySignedUp(Problem):
    status = 409
    code = "already_signed_up"
    sentence = "This guest already became an account in another tab. Sign in with the address you gave there."


class NotConfirmed(Problem):
    status = 400
    code = "not_confirmed"
    sentence = "Nothing was deleted: what you typed doesn't match. Go back and type it again."


class NoSuchToken(NotThere):
    sentence = "This API key does not exist any more, or it belongs to another account."
