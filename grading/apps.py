from django.apps import AppConfig


class GradingConfig(AppConfig):
    name = "grading"

    def ready(self) -> None:
        # Web processes queue tasks by name, so they must know them too, not only workers.
        from grading import receivers, tasks  # noqa: F401
