"""The FAQ, under /faq/ in every language."""

from django.urls import path

from ..views import pictures, public
from ..views.feed import feed

app_name = "faq"

urlpatterns = [
    path("", public.index, name="index"),
    path("search/", public.search, name="search"),
    path("suggest/", public.suggest, name="suggest"),
    path("pictures/<uuid:key>/", pictures.picture, name="picture"),
    path("none/", public.none, name="none"),
    path("feed/", feed, name="feed"),
    path("<slug:slug>/helped/", public.helped, name="helped"),
    path("<slug:slug>/", public.entry, name="entry"),
]
