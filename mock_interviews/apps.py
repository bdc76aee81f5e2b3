from django.apps import AppConfig


class MockInterviewsConfig(AppConfig):
    name = "mock_interviews"
