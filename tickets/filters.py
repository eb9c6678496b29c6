"""What the queue's address asks for."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

LONGEST = 60  # characters of one filter
STATES = {
    "waiting": _("Waiting for me"),
    "overdue": _("Overdue"),
    "queued": _("Queued"),
    "assigned": _("Assigned"),
    "asked": _("Customer to answer"),
    "snoozed": _("Snoozed"),
    "today": _("Done today"),
    "open": _("Open"),
    "completed": _("Completed"),
    "all": _("All tickets"),
}
AGES = {
    "4h": (timedelta(hours=4), _("Waiting for over 4 hours")),
    "1d": (timedelta(days=1), _("Waiting for over a day")),
    "3d": (timedelta(days=3), _("Waiting for over 3 days")),
    "7d": (timedelta(days=7), _("Waiting for over a week")),
}


@dataclass(frozen=True)
class Filters:
    """The filters of a view; an empty one filters nothing. What makes no sense is empty."""

    state: str = "waiting"
    category: str = ""  # a slug
    assignee: str = ""  # "me", "nobody" or the id of a person
    older: str = ""  # a key of AGES
    tag: str = ""

    @classmethod
    def read(cls, query) -> "Filters":
        """Read the filters out of a QueryDict."""
        typed = {field.name: query.get(field.name, "").replace("\0", "")[:LONGEST] for field in fields(cls)}
        assignee = typed["assignee"]
        is_id = assignee.isascii() and assignee.isdecimal() and len(assignee) < 10
        return cls(
            state=typed["state"] if typed["state"] in STATES else "waiting",
            category=typed["category"],
            assignee=assignee if is_id or assignee in ("me", "nobody") else "",
            older=typed["older"] if typed["older"] in AGES else "",
            tag=typed["tag"],
        )

    @property
    def query(self) -> str:
        """The filters as they stand in an address; empty for what waits."""
        return urlencode({name: value for name, value in asdict(self).items() if value and (name, value) != _DEFAULT})

    @property
    def age(self) -> timedelta:
        return AGES[self.older][0]

    def without(self, name) -> "Filters":
        return replace(self, **{name: _DEFAULT[1] if name == _DEFAULT[0] else ""})


_DEFAULT = ("state", "waiting")
