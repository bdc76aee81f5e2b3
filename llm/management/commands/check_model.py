"""`manage.py check_model`: does the configured model do what grading needs, and what would an interview cost?

What is wrong is said in one sentence each, with the setting to change.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from llm.client import Message, Reply, Server, chat, list_models, require_server, stream
from llm.errors import BudgetSpent, ContextOverflow, ModelError
from llm.pricing import cost_micros
from llm.services import Ask, close_call, fail_call, open_call

INTERVIEW_CALLS = 9
INTERVIEW_PROMPT_TOKENS = 5_500
INTERVIEW_COMPLETION_TOKENS = 1_200
"""One step of a whole interview as measured on the shipped samples: rules and rubric 2,000, answer 3,000, and room."""
KEPT_SHARE = 0.7
"""A word of the filler is one token or more. A server that counts fewer than this share has cut the rest away."""

HELLO: list[Message] = [{"role": "user", "content": "Reply with the single word: ready"}]
COUNT: list[Message] = [{"role": "user", "content": "Count from 1 to 5."}]
QUESTION = 'Reply with JSON only, of the form {"band": 2, "why": "…"}: how solid is "p95 under 2 s"?'
ANSWER: list[Message] = [{"role": "user", "content": QUESTION}]
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"band": {"type": "integer", "enum": [0, 1, 2, 3, 4]}, "why": {"type": "string", "maxLength": 80}},
    "required": ["band", "why"],
    "additionalProperties": False,
}


class Command(BaseCommand):
    help = (
        "Try chat, streaming, a strict schema and the context of the configured model; print the cost of an interview."
    )

    def handle(self, *args: object, **options: object) -> None:
        try:
            server = require_server()
            self.stdout.write(f"{server.model} at {server.host}")
            self._name(server)
            self._chat(server)
            self._stream(server)
            self._schema(server)
            self._context(server)
        except ModelError as error:
            raise CommandError(error.sentence) from None
        except BudgetSpent as spent:
            raise CommandError(spent.text) from None
        self._cost()

    def _name(self, server: Server) -> None:
        """Some servers answer to any name with the one model they have; then only their list tells."""
        offered = list_models(server)
        if offered and server.model not in offered:
            names = ", ".join(offered[:5])
            self._warn(f"{server.host} doesn't list {server.model!r} but {names}: set LLM_MODEL to one of these.")

    def _chat(self, server: Server) -> None:
        reply = self._ask(server, HELLO, 32, None)
        self.stdout.write(f"chat       works, {self._tokens(reply)}, {reply.seconds:.1f} s")

    def _stream(self, server: Server) -> None:
        pieces = sum(1 for _ in stream(server, COUNT, max_tokens=48))
        self.stdout.write(f"streaming  {'works' if pieces > 1 else 'answers in one piece'}, {pieces} pieces")

    def _schema(self, server: Server) -> None:
        reply = self._ask(server, ANSWER, 128, SCHEMA)
        try:
            keeps = set(json.loads(reply.text)) == {"band", "why"}
        except (ValueError, TypeError):
            keeps = False
        kept = "kept" if keeps else "NOT kept"
        self.stdout.write(f"schema     {kept} ({reply.parameters['schema']}), {self._tokens(reply)}")
        if reply.dropped:
            self.stdout.write(f"refused    {', '.join(reply.dropped)}: left out from now on")
        if not reply.parameters["schema"].startswith("json_schema"):
            self._warn(f"{server.host} takes no JSON schema, so the form of its replies rests on words alone.")
        if not keeps:
            self._warn("Replies are checked and asked again, but here many gradings would wait for a person.")

    def _context(self, server: Server) -> None:
        """A prompt as long as one step, or as the settings allow: it is read, refused, or cut without a word."""
        room = settings.LLM_CONTEXT_TOKENS - settings.LLM_MAX_OUTPUT_TOKENS
        if room < INTERVIEW_PROMPT_TOKENS:
            self._warn(
                f"LLM_CONTEXT_TOKENS less LLM_MAX_OUTPUT_TOKENS leaves {room:,}; one step takes about "
                f"{INTERVIEW_PROMPT_TOKENS:,}, so it would be asked in parts or wait for a person."
            )
        words = min(room, INTERVIEW_PROMPT_TOKENS) * 3 // 4
        ask: list[Message] = [{"role": "user", "content": f"{'word ' * words}\nReply with the single word: ready"}]
        try:
            reply = self._ask(server, ask, 16, None)
        except ContextOverflow:
            self._warn(f"The context of {server.model} holds less than {words:,} tokens: start it with a larger one.")
            return
        if 0 < reply.prompt_tokens < words * KEPT_SHARE:
            self._warn(
                f"{server.host} read {reply.prompt_tokens:,} of about {words:,} tokens and cut the rest, "
                "without a word: start it with a larger context."
            )
        else:
            self.stdout.write(f"context    holds one step, {self._tokens(reply)}, {reply.seconds:.1f} s")

    def _warn(self, sentence: str) -> None:
        self.stdout.write(f"WRONG      {sentence}")

    def _ask(self, server: Server, messages: list[Message], tokens: int, schema: dict[str, Any] | None) -> Reply:
        """Through the ledger, like every call."""
        now = timezone.now()
        expected = sum(len(one["content"]) // 4 + 100 for one in messages)
        call = open_call(
            ask=Ask("check", "check_model", None, "", expected, tokens),
            server=server,
            parameters={},
            now=now,
            deadline_at=now + timedelta(seconds=server.timeout_seconds + 10),
        )
        try:
            reply = chat(server, messages, max_tokens=tokens, schema=schema)
        except ModelError as error:
            fail_call(call=call, error=error, now=now)
            raise
        close_call(call=call, reply=reply, now=now + timedelta(seconds=reply.seconds))
        return reply

    def _tokens(self, reply: Reply) -> str:
        return f"{reply.prompt_tokens} tokens in, {reply.completion_tokens} out"

    def _cost(self) -> None:
        prompt = INTERVIEW_CALLS * INTERVIEW_PROMPT_TOKENS
        completion = INTERVIEW_CALLS * INTERVIEW_COMPLETION_TOKENS
        micros = cost_micros(prompt_tokens=prompt, completion_tokens=completion)
        price = f"about ${micros / 1e6:.3f}" if micros else "no price is set (LLM_INPUT_MICROS_PER_1K and _OUTPUT_)"
        tokens = f"{prompt:,} tokens in and {completion:,} out"
        self.stdout.write(f"one interview: {INTERVIEW_CALLS} calls, about {tokens}, {price}")
