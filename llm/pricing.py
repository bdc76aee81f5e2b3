"""What a call costs, in tokens and in millionths of a dollar."""

from __future__ import annotations

import math

from django.conf import settings


def estimate_tokens(text: str) -> int:
    """An upper guess for English, code and numbers: three characters a token. For reservations, never for receipts."""
    return math.ceil(len(text) / 3)


def cost_micros(*, prompt_tokens: int, completion_tokens: int) -> int:
    """Millionths of a dollar by the prices of the settings."""
    price = prompt_tokens * settings.LLM_INPUT_MICROS_PER_1K + completion_tokens * settings.LLM_OUTPUT_MICROS_PER_1K
    return math.ceil(price / 1000)
