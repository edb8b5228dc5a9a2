"""The product's settings and addresses, and the bare view."""

from polder.config.settings import *  # noqa: F403  # a settings module is a list of names
from polder.config.settings import TEMPLATES

ROOT_URLCONF = "bench.bare"
TEMPLATES = [{**TEMPLATES[0], "DIRS": ["bench/templates"]}]
