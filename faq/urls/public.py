"""The FAQ, under /faq/ in every language."""

from django.urls import path

from .. import views

app_name = "faq"

urlpatterns = [
    path("", views.index, name="index"),
    path("search/", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("<slug:slug>/", views.entry, name="entry"),
]
