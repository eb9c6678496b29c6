"""The FAQ, under /faq/ in every language."""

from django.urls import path

from ..views import public

app_name = "faq"

urlpatterns = [
    path("", public.index, name="index"),
    path("search/", public.search, name="search"),
    path("suggest/", public.suggest, name="suggest"),
    path("<slug:slug>/", public.entry, name="entry"),
]
