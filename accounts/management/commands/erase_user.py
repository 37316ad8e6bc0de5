"""Delete somebody's account from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import services
from accounts.models import User
from lib.refusals import Refusal


class Command(BaseCommand):
    help = "Closes an account for ever and has everything of that person erased by a worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("There is nobody with this e-mail.")
        try:
            erasure = services.delete_account(by=None, user=user)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"closed; erasure {erasure.public_id} is queued")
