"""What was typed into a form that could not be taken: it is shown again, so that it can be copied."""

from django.core.exceptions import SuspiciousOperation

TEXTS = {"body", "subject", "text", "name", "email"}
SECRETS = ("password", "token")


def typed_texts(request) -> list[str]:
    """Return what a POST holds of the texts our forms ask, and any other of several words; nothing secret."""
    if request.method != "POST":
        return []
    try:
        posted = request.POST
    except SuspiciousOperation:  # too large, or too many fields
        return []
    return [
        text
        for name in posted
        if not any(part in name.lower() for part in SECRETS)
        for text in posted.getlist(name)
        if text.strip() and (name in TEXTS or name.startswith("f_") or len(text.split()) > 1)
    ]
