"""Model calls: 64 at a time through a real worker, beside `asyncio.gather` with the SDK, the same requests and server.

A stub in a process of its own answers each request after a second. The worker grades whole interviews of a shipped
answer with everything that belongs to it: lease, budget, ledger, evidence, verdict, sum. What counts is the ratio
within one round; the clock runs from waking the worker until the last verdict is committed.
`python -m bench.model_calls` measures alone.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PARALLEL = 64
INTERVIEWS = 64
STEPS = 8
CALLS = INTERVIEWS * STEPS
ROUNDS = 3
ANSWER_SECONDS = 1.0
QUOTE = "when it is full for 5 s we answer 429"
WORKER = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "-P", "threads", "-c", str(PARALLEL)]
WORKER += ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "ERROR"]


def measure() -> dict[str, Any]:
    """The embedded default, and PostgreSQL with Redis where their binaries exist."""
    from tools.run_tests import find_postgres, throwaway_services

    figures: dict[str, Any] = {"calls": CALLS, "parallel": PARALLEL, "answer_seconds": ANSWER_SECONDS}
    with tempfile.TemporaryDirectory(prefix="tradeoff-calls-") as folder:
        own = {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "REDIS_URL": ""}
        figures["embedded"] = measure_site(Path(folder), own)
    postgres, redis = find_postgres(), shutil.which("redis-server")
    if postgres and redis:
        with (
            tempfile.TemporaryDirectory(prefix="tradeoff-calls-") as folder,
            throwaway_services(postgres, redis) as urls,
        ):
            figures["postgresql_redis"] = measure_site(Path(folder), urls)
    return figures


def measure_site(folder: Path, urls: dict[str, str]) -> dict[str, Any]:
    """Rounds of the worker and of gather in turn, on one site."""
    with stub() as address:
        environment = {**os.environ, **urls, "DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"}
        environment |= {"LLM_BASE_URL": f"{address}/v1", "LLM_MODEL": "stub-1", "PYTHONWARNINGS": "ignore"}
        environment |= {"LLM_TOKENS_PER_DAY": str(10**12)}
        run([sys.executable, "manage.py", "migrate", "-v", "0"], environment)
        for name in ("queue", "control"):
            (folder / "broker" / name).mkdir(parents=True, exist_ok=True)
        worker = subprocess.Popen(WORKER, cwd=ROOT, env=environment, start_new_session=True)
        try:
            inside("ask", environment, "0", str(PARALLEL // STEPS))
            inside("wait", environment)
            rounds = [one_round(number, worker, environment) for number in range(1, ROUNDS + 1)]
        finally:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
    return summarise(rounds)


def one_round(number: int, worker: subprocess.Popen[bytes], environment: dict[str, str]) -> dict[str, float]:
    from bench.pages import cpu_seconds

    gathered = json.loads(inside("gather", environment))
    worker.send_signal(signal.SIGSTOP)
    inside("ask", environment, str(number), str(INTERVIEWS))
    before, woken_at = cpu_seconds(worker.pid), time.time()
    worker.send_signal(signal.SIGCONT)
    ended_at = float(inside("wait", environment))
    used = cpu_seconds(worker.pid) - before
    return {**gathered, "worker": ended_at - woken_at, "worker_cpu": used}


def summarise(rounds: list[dict[str, float]]) -> dict[str, Any]:
    """The best round of each, with the range: noise only ever slows."""
    ratios = [100 * one["gather"] / one["worker"] for one in rounds]
    return {
        "percent_of_gather": spread(ratios, best=max),
        "cpu_ms_per_call": spread([1000 * one["worker_cpu"] / CALLS for one in rounds], best=min),
        "gather_cpu_ms_per_call": spread([1000 * one["gather_cpu"] / CALLS for one in rounds], best=min),
        "calls_per_second": spread([CALLS / one["worker"] for one in rounds], best=max),
        "gather_calls_per_second": spread([CALLS / one["gather"] for one in rounds], best=max),
    }


def spread(values: list[float], best: Callable[[list[float]], float]) -> dict[str, float]:
    return {"best": round(best(values), 1), "from": round(min(values), 1), "to": round(max(values), 1)}


def run(command: list[str], environment: dict[str, str]) -> str:
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


def inside(verb: str, environment: dict[str, str], *arguments: str) -> str:
    """A process whose settings point at the site."""
    return run([sys.executable, "-m", "bench.model_calls", verb, *arguments], environment)


@contextmanager
def stub() -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.model_calls", "stub"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


async def serve() -> None:
    """The least that a server can do, so that it costs the measured processes little of two cores."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024, limit=2**20)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
            request = json.loads(await reader.readexactly(length))
            await asyncio.sleep(ANSWER_SECONDS)
            body = completion(request)
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            writer.write(head + body)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def completion(request: dict[str, Any]) -> bytes:
    asked = request["response_format"]["json_schema"]["schema"]["properties"]["criteria"]["properties"]
    verdict = {"evidence": [{"kind": "quote", "text": QUOTE}], "why": "Says when it refuses.", "band": 3}
    text = json.dumps({"criteria": dict.fromkeys(asked, verdict), "red_flags": []})
    message = {"role": "assistant", "content": text}
    whole = {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "stub-1",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 5000, "completion_tokens": 400, "total_tokens": 5400},
    }
    return json.dumps(whole).encode()


def read_interview() -> tuple[dict[str, Any], dict[str, str]]:
    """Rubric and strong answer of a shipped interview; each section ends in the words that the stub quotes."""
    import yaml

    folder = ROOT / "content" / "openai-system-design" / "interviews" / "chatgpt"
    rubric = yaml.safe_load((folder / "rubric.yaml").read_text())
    sample = yaml.safe_load((folder / "samples" / "senior.yaml").read_text())
    return rubric, {key: f"{text}\nThe queue is bounded: {QUOTE}." for key, text in sample["sections"].items()}


def ask(number: int, count: int) -> None:
    """So many interviews handed in. Each differs by a word, or one grade would serve all."""
    from django.utils import timezone

    from grading.reshaded import STEP_KEYS
    from grading.services import freeze_submission, publish_rubric, request_grading

    data, sections = read_interview()
    now = timezone.now()
    rubric = publish_rubric(slug="bench", data=data, now=now)
    for at in range(count):
        texts = sections | {"requirements": f"{sections['requirements']} Round {number}, answer {at}."}
        submission = freeze_submission(owner=None, sections=texts, now=now)
        request_grading(submission=submission, rubric=rubric, steps=STEP_KEYS, now=now)


def wait() -> float:
    """When the last run was graded, in seconds since 1970."""
    from django.db.models import Max

    from grading.models import GradingRun

    until = time.monotonic() + 120
    while GradingRun.objects.filter(state__in=["queued", "running"]).exists():
        if time.monotonic() > until:
            raise RuntimeError("the worker did not finish")
        time.sleep(0.5)
    bad = GradingRun.objects.exclude(state="graded").first()
    if bad is not None:
        raise RuntimeError(bad.note)
    return float(GradingRun.objects.aggregate(last=Max("finished_at"))["last"].timestamp())


async def gather() -> dict[str, float]:
    """Seconds, and of CPU, for as many of the same requests, 64 at a time, with nothing around them."""
    from django.conf import settings
    from openai import AsyncOpenAI

    client = AsyncOpenAI(base_url=settings.LLM_BASE_URL, api_key="none", max_retries=0, timeout=120)
    requests = build_requests()
    await asyncio.gather(*(client.chat.completions.create(**one) for one in requests[:PARALLEL]))
    room = asyncio.Semaphore(PARALLEL)

    async def call(request: dict[str, Any]) -> None:
        async with room:
            await client.chat.completions.create(**request)

    started, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(call(requests[at % len(requests)]) for at in range(CALLS)))
    return {"gather": time.perf_counter() - started, "gather_cpu": time.process_time() - used}


def build_requests() -> list[dict[str, Any]]:
    from django.conf import settings

    from grading.judges.answer import Answer, criteria_of
    from grading.judges.model.prompt import build_messages, reply_schema
    from grading.reshaded import STEP_KEYS
    from grading.schemas import read_rubric
    from llm.capabilities import Capabilities

    data, sections = read_interview()
    rubric, whole = read_rubric(data), Answer(sections)
    requests = []
    for step in STEP_KEYS:
        criteria = criteria_of(rubric, step, whole)
        messages = build_messages(
            rubric=rubric, step=step, answer=whole, criteria=criteria, nonce="0" * 16, with_others=True
        )
        schema = reply_schema(criteria, [one.id for one in rubric.red_flags])
        sent = Capabilities().parameters(max_tokens=settings.LLM_MAX_OUTPUT_TOKENS, schema=schema, seed=0)
        requests.append({"model": settings.LLM_MODEL, "messages": messages, **sent})
    return requests * (PARALLEL // STEPS)


def main() -> None:
    verb, *rest = sys.argv[1:] or ["measure"]
    if verb == "stub":
        asyncio.run(serve())
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    if verb == "measure":
        print(json.dumps(measure(), indent=2))
    elif verb == "ask":
        ask(*map(int, rest))
    else:
        print(json.dumps(wait() if verb == "wait" else asyncio.run(gather())))


if __name__ == "__main__":
    main()
