from django.apps import AppConfig


class MockInterviewsConfig(AppConfig):
    name = "mock_interviews"

    def ready(self) -> None:
        from mock_interviews import receivers  # noqa: F401 - connects them
