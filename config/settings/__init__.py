"""Settings, one file a concern. The environment and an ignored `.env` decide; a laptop needs neither."""

from config.settings.base import *
from config.settings.data import *
from config.settings.grading import *
from config.settings.people import *
from config.settings.security import *
from config.settings.web import *
