"""A person's own pages on the desk."""

from django.urls import path

from . import views

app_name = "preferences"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("preferences/switch/", views.switch, name="switch"),
    path("alerts/", views.alerts, name="alerts"),
    path("keys/", views.keys, name="keys"),
]
