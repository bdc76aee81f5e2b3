"""What can go wrong on a person's way through the course."""

from problems import Problem


class BadProgress(Problem):
    status = 400
    code = "bad_progress"
    sentence = "Send `percent` from 0 to 100 with an optional `anchor`, or `completed` as true or false."


class NotYetAReviewer(Problem):
    status = 403
    code = "not_yet_a_reviewer"
    sentence = "A review takes an account and either three completed lessons or one graded interview."
