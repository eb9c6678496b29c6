"""Write the search index anew, as after tickets were loaded into the database by other means than the help desk."""

from django.core.management.base import BaseCommand

from tickets.models import Ticket
from tickets.search import rebuild


class Command(BaseCommand):
    help = "Write the search index of all tickets anew."

    def handle(self, *args, **options):
        self.stdout.write(f"{rebuild(Ticket)} tickets indexed.")
