"""Placeholders of canned responses: ``{name}``, ``{reference}``, ``{category}`` and the key of any field.

Plain replacement, never a template engine: what a customer typed is put in as it is and not looked at again.
"""

import re
from dataclasses import dataclass

from django.utils.translation import override

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Rendered:
    text: str
    gaps: tuple[str, ...]  # placeholders that have no value on this ticket; they stand in the text as [key]

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent without being looked at."""
        return bool(self.text.strip()) and not self.gaps


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
    return Rendered(text, tuple(dict.fromkeys(gaps)))
