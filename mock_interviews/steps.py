"""What each step asks for, in one line that stands above the answer in every interview."""

from typing import Final

STEP_LINES: Final = {
    "requirements": "What it must do, what you leave out, how well it has to work. Say which numbers you assume.",
    "estimation": "From load to requests, bytes and machines. One line a sum, a unit on every number.",
    "storage_schema": "What is stored, under which key, how large it gets, and who reads it how often.",
    "high_level_design": "Walk one request through the parts and back. Name what flows on each arrow.",
    "api_design": "The calls that a client makes: fields, answers, errors, and what may safely be sent twice.",
    "detailed_design": "Take the hardest one or two parts and go down to state, messages and failures.",
    "evaluation": "Break it. What fails, who notices, which number shows it, and what does it cost?",
    "distinctive_component": "The part that no ordinary product needs. Why is it there, and what do you pay for it?",
    "wrap_up": "Optional. What you would do next, and the decision that you are least sure of.",
}
