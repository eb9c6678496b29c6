"""`manage.py restore SRC`: a backup becomes a help desk again."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from helpdesk.backups import Impossible, restore


class Command(BaseCommand):
    help = "Restore what `manage.py backup` wrote, into a help desk without tickets and files that is not running."

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="SRC", type=Path)

    def handle(self, *, source, **options):
        try:
            done = restore(source.absolute())
        except Impossible as reason:
            raise CommandError(str(reason)) from reason
        for sentence in done:
            self.stdout.write(sentence)
