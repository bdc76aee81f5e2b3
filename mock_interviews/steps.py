"""What is written in an attempt: what each step asks for, and the diagram beside the steps."""

from collections.abc import Sequence
from typing import Final

from grading.reshaded import title_of

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
"""One line that stands above the answer in every interview."""

DIAGRAM: Final = "diagram"
"""The key of one more text under the same contract as a step's, without minutes and without a grade of its own."""
SCENE: Final = "scene"
"""The key of the same diagram as it is drawn on the whiteboard: the board's own JSON. What was edited last counts."""
DIAGRAM_STEPS: Final = ("high_level_design", "detailed_design")
"""Below whose answers the diagram stands. A drill of another step has none."""


def keys_of_texts(step_keys: Sequence[str]) -> list[str]:
    """What is saved of an attempt with these steps."""
    return [*step_keys, *([DIAGRAM, SCENE] if home_of_diagram(step_keys) else [])]


def home_of_diagram(step_keys: Sequence[str]) -> str:
    """The step beside which a diagram is shown when there is room for one; empty where there is no diagram."""
    return next((key for key in DIAGRAM_STEPS if key in step_keys), "")


def name_of_text(key: str) -> str:
    return {DIAGRAM: "Diagram", SCENE: "Drawing"}.get(key) or title_of(key)
