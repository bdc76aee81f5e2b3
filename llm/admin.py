"""What calls to a model cost."""

from django.contrib import admin

from llm.models import LlmCall, TokenBudget
from problems.read_only import ReadOnlyAdmin


@admin.register(LlmCall)
class LlmCallAdmin(ReadOnlyAdmin):
    list_display = ("purpose", "state", "model", "prompt_tokens", "completion_tokens", "cost_micros", "opened_at")
    list_filter = ("state", "day", "model")


@admin.register(TokenBudget)
class TokenBudgetAdmin(ReadOnlyAdmin):
    list_display = ("day", "spender", "tokens")
