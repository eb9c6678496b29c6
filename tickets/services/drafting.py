"""What customers typed and have not sent yet."""

from ..models import SubmissionDraft


def keep_draft(*, key, category, data) -> SubmissionDraft:
    """Keep what was typed into the form with this key, instead of what was kept before."""
    draft, _is_new = SubmissionDraft.objects.update_or_create(key=key, defaults={"category": category, "data": data})
    return draft


def correct_address(*, draft, email) -> None:
    """Put the address that was meant into the draft."""
    draft.data["email"] = [email]
    draft.save(update_fields=["data"])
