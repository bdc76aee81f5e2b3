"""What can go wrong with a review."""

from problems import Problem


class AlreadyDecided(Problem):
    status = 409
    code = "already_decided"
    sentence = "This review was decided already, or its author has changed it since. Open the list again."
