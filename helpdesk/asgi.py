"""What an ASGI server serves: ``helpdesk.asgi:application``.

There is no wsgi.py: it would go round the byte cap and these checks.
"""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

try:
    django.setup()
    from notifications import clock

    from .application import build
    from .startup import FOR_GOOD, Refused, refuse_web
except ImproperlyConfigured as refusal:
    print(refusal, file=sys.stderr, flush=True)
    sys.exit(3)

try:
    refuse_web()
except Refused as refusal:
    print(refusal, file=sys.stderr, flush=True)
    sys.exit(FOR_GOOD)

clock.keep_measuring()
application = build()
