from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class HelpdeskConfig(AppConfig):
    name = "helpdesk"

    def ready(self):
        from . import checks  # noqa: F401 - registers them


class SettingsSiteConfig(admin_apps.AdminConfig):
    """Django's admin with the owners' site as `admin.site`."""

    default = False  # of this package: that is the one above
    default_site = "helpdesk.admin.SettingsSite"
