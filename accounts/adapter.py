"""What allauth asks us."""

from allauth.account.adapter import DefaultAccountAdapter


class StaffAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Closed: an owner adds staff."""
        return False
