"""The stub model server is the llm tests'."""

from tests.llm.conftest import stub

__all__ = ["stub"]
