"""Reading the environment and `.env`: one place, so that every setting is read the same way."""

import contextlib
import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def read_dotenv(path: Path) -> None:
    """Put `KEY=value` lines of a file into the environment; what is set already wins."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.lstrip().startswith("#"):
            os.environ.setdefault(key.strip(), value.strip().strip("\"'"))


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise SystemExit(f"{name} is {value!r}; set it to a whole number or leave it out.") from None


def is_on(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret_key(data_dir: Path) -> str:
    """The key from the environment, else one made once and kept in the data folder."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        fresh = data_dir / f"secret_key.{os.getpid()}"
        fresh.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        fresh.chmod(0o600)
        with contextlib.suppress(FileExistsError):  # first writer wins when processes start together
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text(encoding="utf-8")


read_dotenv(ROOT / ".env")
