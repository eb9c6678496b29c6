"""What allauth asks us."""

import logging
import smtplib

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class StaffAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Closed: an owner adds staff."""
        return False

    def send_mail(self, template_prefix, email, context):
        """Send what the person asked for while they wait, and say so if it could not be sent."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("a mail to a member of staff did not leave: %s", error)
            messages.error(self.request, _("The mail could not be sent just now. Try again in a few minutes."))
