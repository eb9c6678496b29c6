"""Placeholders of canned responses: ``{name}``, ``{reference}``, ``{category}`` and the key of any field.

Plain replacement, never a template engine: what a customer typed is put in as it is and not looked at again.
"""

import re
from dataclasses import dataclass

from django.utils.translation import override

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
UNFILLED = re.compile(r"\{([a-z][a-z0-9_]*)\}|\[([a-z][a-z0-9_]*)\](?!\()")  # [key](...) is a link
OF_EVERY_TICKET = {"name", "reference", "category"}


@dataclass(frozen=True)
class Rendered:
    text: str
    gaps: tuple[str, ...]  # placeholders that have no value on this ticket; they stand in the text as [key]
    is_foreign: bool = False  # there is no text in the ticket's language; it is in another one

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent without being looked at."""
        return bool(self.text.strip()) and not self.gaps and not self.is_foreign


def render(canned_response, ticket) -> Rendered:
    """Fill in the response for `ticket`, in the ticket's language."""
    gaps = []

    def value(match):
        found = values.get(match[1], "").strip()
        if not found:
            gaps.append(match[1])
        return found or f"[{match[1]}]"

    with override(ticket.language):
        values = {answer["key"]: answer["value"] for answer in ticket.answers}
        values |= {"name": ticket.name, "reference": ticket.reference_text, "category": ticket.category.name}
        text = PLACEHOLDER.sub(value, canned_response.text)
    own = getattr(canned_response, f"text_{ticket.language}", "")
    return Rendered(text, tuple(dict.fromkeys(gaps)), is_foreign=not own)


def unknown_placeholders(text, keys) -> list[str]:
    """List the placeholders of a response that no ticket could ever fill in; `keys` are those of its categories'
    fields."""
    return sorted(set(PLACEHOLDER.findall(text or "")) - OF_EVERY_TICKET - set(keys))


def gaps_in(text, keys) -> list[str]:
    """List the placeholders, and the gaps that filling one in left, that stand in a text that is about to be sent;
    `keys` are those that a ticket of its category can have."""
    found = dict.fromkeys(match[1] or match[2] for match in UNFILLED.finditer(text))
    return [key for key in found if key in OF_EVERY_TICKET or key in keys]
