"""What allauth asks us."""

import logging

from allauth.account.adapter import DefaultAccountAdapter

from .limits import network

logger = logging.getLogger(__name__)


class StaffAdapter(DefaultAccountAdapter):
    """Hands every mail on: none is sent while somebody waits."""

    def put_mail(self, what: str, email: str) -> None:
        """Have a mail sent to whoever has this address, if anybody does: `what` happened to their account."""
        raise NotImplementedError

    def is_open_for_signup(self, request):
        """Closed: an owner adds staff."""
        return False

    def get_client_ip(self, request):
        """Whom allauth's own limits count together."""
        return network(request)

    def send_mail(self, template_prefix, email, context):
        """What allauth would send by itself has a text of ours, or none: see `send_notification_mail`."""
        logger.error("allauth has a mail that is not ours to send: %s", template_prefix)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Say what happened to the second step; a new password is told where it is set."""
        folder, _, what = template_prefix.rpartition("/")
        if folder == "mfa/email":
            self.put_mail(what, user.email)
