"""References in addresses."""

from .. import reference


class Reference:
    """``482-913-053``; views get the number."""

    regex = "[0-9]{3}-[0-9]{3}-[0-9]{3}"

    def to_python(self, value):
        return int(value.replace("-", ""))

    def to_url(self, value):
        return reference.format(value)


class BareReference:
    """Nine digits as people type them; such an address leads to the usual one."""

    regex = "[0-9]{9}"
    to_python = int
    to_url = str
