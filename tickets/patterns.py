"""Patterns that an owner writes and strangers' input is matched against.

RE2 matches in linear time, whatever the pattern and the input (https://github.com/google/re2); Python's `re` could
be kept busy for minutes by an innocent-looking pattern.
"""

import re2
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_quiet = re2.Options()
_quiet.log_errors = False
_quiet.max_mem = 1 << 20  # bytes; refuses patterns like (a{1000}){1000}


def check_pattern(pattern: str) -> None:
    """Validate what an owner typed; raises `ValidationError` where RE2 cannot compile it."""
    try:
        re2.compile(pattern, _quiet)
    except re2.error as error:
        raise ValidationError(
            _("This is not a pattern we can use. Look-ahead and back references are not possible.")
        ) from error


def fits(pattern: str, value: str) -> bool:
    """Tell whether the whole of `value` fits `pattern`; False where the pattern itself is broken."""
    try:
        return re2.compile(pattern, _quiet).fullmatch(value) is not None
    except re2.error:
        return False
