"""The owner's pages about the FAQ, under /desk/faq/."""

from django.urls import path

from .. import views

app_name = "faq_desk"

urlpatterns = [
    path("", views.statistics, name="statistics"),
    path("misses/", views.misses, name="misses"),
]
