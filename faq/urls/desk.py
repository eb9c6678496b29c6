"""The owner's pages about the FAQ, under /desk/faq/."""

from django.urls import path

from ..views import desk

app_name = "faq_desk"

urlpatterns = [
    path("", desk.statistics, name="statistics"),
    path("misses/", desk.misses, name="misses"),
]
