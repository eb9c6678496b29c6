"""`manage.py vapidkey`: what turns Web Push on."""

from django.core.management.base import BaseCommand

from notifications.webpush import new_private_key


class Command(BaseCommand):
    help = "Print a fresh VAPID_PRIVATE_KEY line for .env. With another key, every browser has to turn push on again."

    def handle(self, **options):
        self.stdout.write(f"VAPID_PRIVATE_KEY={new_private_key()}")
