"""The model behind grading, if one is configured, and what may be spent on it."""

from config.settings import env

LLM_BASE_URL = env.text("LLM_BASE_URL")
LLM_API_KEY = env.text("LLM_API_KEY")
LLM_MODEL = env.text("LLM_MODEL")
LLM_TIMEOUT_SECONDS = env.number("LLM_TIMEOUT_SECONDS", 120)
LLM_CONTEXT_TOKENS = env.number("LLM_CONTEXT_TOKENS", 32_000)
LLM_MAX_OUTPUT_TOKENS = env.number("LLM_MAX_OUTPUT_TOKENS", 3_000)

# Prices in millionths of a dollar per 1,000 tokens; 0 for a model of your own.
LLM_INPUT_MICROS_PER_1K = env.number("LLM_INPUT_MICROS_PER_1K", 0)
LLM_OUTPUT_MICROS_PER_1K = env.number("LLM_OUTPUT_MICROS_PER_1K", 0)
LLM_TOKENS_PER_PERSON_PER_DAY = env.number("LLM_TOKENS_PER_PERSON_PER_DAY", 400_000)
LLM_TOKENS_PER_DAY = env.number("LLM_TOKENS_PER_DAY", 20_000_000)

LLM_KEEP_REPLIES_DAYS = env.number("LLM_KEEP_REPLIES_DAYS", 7)
"""A model's replies are kept so long, so that nothing is paid twice; 0: an hour, for a grading that is resumed."""
LLM_KEEP_LEDGER_DAYS = env.number("LLM_KEEP_LEDGER_DAYS", 400)
"""Then a call's row loses its person and keeps its cost; 0: never."""
