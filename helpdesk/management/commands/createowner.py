"""`manage.py createowner`: the way into a new help desk."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.models import User
from helpdesk.startup import Refused, refuse_pending_migrations
from tickets import services


class Command(BaseCommand):
    help = "Create an owner and print the one-time link by which they choose a password; again for a new link."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", help="what customers read beside an answer; taken from the address if left out")

    def handle(self, *, email, name, **options):
        try:
            refuse_pending_migrations()
            validate_email(email)
        except (Refused, ValidationError) as refusal:
            raise CommandError(" ".join(getattr(refusal, "messages", [str(refusal)]))) from refusal
        owner = find_or_create_owner(email, name)
        self.stdout.write(f"Open this link to choose the password of {owner.email}; it works once, for 3 days:")
        self.stdout.write(services.show_link(user=owner))


def find_or_create_owner(email: str, name: str | None) -> User:
    """Return the owner with this address, new ones without a usable password. `CommandError` for other staff."""
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is None:
        person = User(email=email, name=(name or email.split("@")[0])[:80], role=User.Role.OWNER)
        services.add_person(user=person)
        return person
    if not person.is_owner:
        raise CommandError(f"{person.email} is an assistant or locked out: an owner can change that in the settings.")
    return person
