"""Times as people say them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from tickets.templatetags.times import waited, when

SPANS = [
    (timedelta(seconds=20), "under a minute"),
    (timedelta(minutes=12), "12 min"),
    (timedelta(hours=6, minutes=10), "6 h 10 min"),
    (timedelta(hours=22), "22 h"),
    (timedelta(days=3, hours=4, minutes=50), "3 d 4 h"),
    (timedelta(days=2, minutes=50), "2 d"),
    (timedelta(seconds=-5), "under a minute"),
]


@pytest.mark.parametrize(("span", "said"), SPANS)
def test_how_long_something_waits(span, said):
    assert waited(timezone.now() - span - timedelta(seconds=1)) == said


def test_when_something_was():
    now = timezone.localtime()
    noon = now.replace(hour=12, minute=5)
    assert ">today 12:05<" in when(noon)
    assert ">yesterday 12:05<" in when(noon - timedelta(days=1))
    assert when(noon.replace(year=2024, month=10, day=12)).endswith(">12 October 2024, 12:05</time>")
    with override("tr"):
        assert ">12 Ekim 2024, 12:05<" in when(noon.replace(year=2024, month=10, day=12))
    assert f'datetime="{noon.isoformat(timespec="seconds")}"' in when(noon)
