"""`manage.py backup DEST`: all of the help desk's data in one folder, while it goes on working."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from helpdesk.backups import Impossible, take, telling


class Command(BaseCommand):
    help = "Back up database and files into a new folder, while the help desk goes on working."

    def add_arguments(self, parser):
        parser.add_argument("target", metavar="DEST", type=Path, help="a folder that does not exist yet")

    def handle(self, *, target, **options):
        try:
            manifest = take(target.absolute())
        except Impossible as reason:
            raise CommandError(str(reason)) from reason
        for sentence in telling.of_a_backup(manifest, target):
            self.stdout.write(sentence)
