"""The site's settings with the faults, and beside the site's log one that keeps nothing to itself."""

from config.settings import *  # noqa: F403 - the site's own, as it would run
from config.settings import INSTALLED_APPS, LOGGING, VAR_DIR

INSTALLED_APPS = [*INSTALLED_APPS, "tests.breaking"]
ROOT_URLCONF = "tests.breaking.urls"
LOGGING["formatters"]["loud"] = {"format": "%(name)s %(message)s"}
LOGGING["handlers"]["loud"] = {"class": "logging.FileHandler", "filename": VAR_DIR / "loud.log", "formatter": "loud"}
LOGGING["root"]["handlers"].append("loud")
