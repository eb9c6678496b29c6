"""`manage.py demo`: something real on every page, for trying it out."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tickets.demo import build


class Command(BaseCommand):
    help = "Make the demo: people, categories, FAQ and past tickets. Again: what is missing; nothing is changed."

    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError("DEBUG is off: demo data are made only where it is on, as their password is public.")
        made = build.make()
        self.stdout.write("Demo data: {categories} categories and {tickets} tickets made.".format(**made))
