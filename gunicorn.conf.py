"""gunicorn reads this by itself: `gunicorn helpdesk.asgi:application`. `manage.py worker` runs beside it."""

import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured

try:
    from helpdesk import settings

    LOGGING: dict[str, Any] = settings.LOGGING
except ImproperlyConfigured as refusal:
    sys.exit(f"{refusal}")

wsgi_app = "helpdesk.asgi:application"
worker_class = "helpdesk.server.Worker"
workers = 2
bind = f"127.0.0.1:{settings.PORT}"  # what else reaches it goes round the proxy; `--bind` for another
preload_app = False
forwarded_allow_ips = ""  # TRUSTED_PROXIES is the one place
timeout = 60
graceful_timeout = 15
max_requests = 0
logconfig_dict = {
    **LOGGING,
    "loggers": {
        **LOGGING["loggers"],
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}
