"""What allauth asks us."""

import logging
import smtplib
from types import SimpleNamespace

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from .invitations import reset_url

logger = logging.getLogger(__name__)


class StaffAdapter(DefaultAccountAdapter):
    """Mails name the site by its settings, never by the host that a request claims."""

    def is_open_for_signup(self, request):
        """Closed: an owner adds staff."""
        return False

    def format_email_subject(self, subject):
        return f"[{settings.SITE_NAME}] {subject}"

    def get_reset_password_from_key_url(self, key):
        return reset_url(*key.split("-", 1))

    def send_mail(self, template_prefix, email, context):
        """Send what the person asked for while they wait. A failure is for the log only: told on the page, it would
        tell whose address it is."""
        site = SimpleNamespace(name=settings.SITE_NAME, domain=settings.SITE_URL)
        try:
            super().send_mail(template_prefix, email, {**context, "current_site": site})
        except (OSError, smtplib.SMTPException) as error:
            logger.error("a mail to a member of staff did not leave: %s", error)
