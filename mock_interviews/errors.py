"""What a candidate can run into, each with a sentence that says what to do."""

from problems import Problem


class AttemptOver(Problem):
    status = 409
    code = "attempt_over"
    sentence = (
        "This interview is over. What you sent is kept as late text, visible to you on the report page, and not graded."
    )


class Conflict(Problem):
    """Another tab or device saved first. `extra` carries `theirs`, the stored version, and `yours`, which is kept."""

    status = 409
    code = "conflict"
    sentence = "Another tab or device saved this step first. Both versions are kept; choose one."


class TooLong(Problem):
    status = 413
    code = "too_long"
    sentence = (
        "A step takes at most 48 kB of text, about 8,000 words. Shorten it; what was saved before is still there."
    )


class DiagramTooLong(TooLong):
    sentence = "A diagram takes at most 20 kB of text. Shorten it; what was saved before is still there."


class SceneTooLong(TooLong):
    sentence = "A drawing takes at most 1 MB. Remove something from it; what was saved before is still there."


class BadDraft(Problem):
    code = "bad_draft"
    sentence = "A draft is JSON with text, base_rev, client_id and client_seq."


class BadStart(Problem):
    code = "bad_start"
    sentence = "Choose 35, 45 or 60 minutes and a level; a drill takes one step and 4 to 12 minutes."


class CannotPause(Problem):
    status = 409
    code = "cannot_pause"
    sentence = "Only a running practice interview can be paused. A timed one runs until you hand in or the time is up."


class NotRunning(Problem):
    status = 409
    code = "not_running"
    sentence = "This interview is not running any more, so its time can't be changed."


class NotEnded(Problem):
    status = 409
    code = "not_ended"
    sentence = "This interview is still running. Its report begins when you hand in or when the time is up."


class TooMuchToTry(Problem):
    status = 413
    code = "too_long"
    sentence = "One step takes at most 6,000 characters here. Shorten it; an interview takes far more."


class TooManyTries(Problem):
    status = 429
    code = "too_many_tries"
    sentence = "This address asked for more than 40 estimates in a minute. Wait a minute; your text is still there."
