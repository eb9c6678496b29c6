"""What makes a one-time link good."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class LinkTokens(PasswordResetTokenGenerator):
    """Void after a sign-in, with another password or address, after PASSWORD_RESET_TIMEOUT, and for good once the
    person was locked out."""

    def check_token(self, user, token):
        return bool(user and user.is_active) and super().check_token(user, token)

    def _make_hash_value(self, user, timestamp):
        return super()._make_hash_value(user, timestamp) + user.access_key
