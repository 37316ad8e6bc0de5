"""Pages of docs/ that are drawn from the code and compared by CI."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.environment import BASE_DIR


class DrawCommand(BaseCommand):
    """Writes ``page``; with ``--check`` only compares it and fails when it is out of date."""

    page = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare instead of writing")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(BASE_DIR / self.page)
        drawn = self.draw()
        if not options["check"]:
            path.write_text(drawn, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != drawn:
            name = self.__module__.rpartition(".")[2]
            raise CommandError(f"{self.page} is out of date: run `.venv/bin/python manage.py {name}`")

    def draw(self) -> str:
        raise NotImplementedError
