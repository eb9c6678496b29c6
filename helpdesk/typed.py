"""What was typed into a form that could not be taken: it is shown again, so that it can be copied."""

TEXTS = {"body", "subject", "text", "name", "email"}
SECRETS = ("password", "token")


def typed_texts(request) -> list[str]:
    """Return what a POST holds of the texts our forms ask, and any other of several words; nothing secret."""
    if request.method != "POST":
        return []
    return [
        text
        for name in request.POST
        if not any(part in name.lower() for part in SECRETS)
        for text in request.POST.getlist(name)
        if text.strip() and (name in TEXTS or name.startswith("f_") or len(text.split()) > 1)
    ]
