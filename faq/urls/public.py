"""The FAQ, under /faq/ in every language."""

from django.urls import path

from ..views import pictures, public

app_name = "faq"

urlpatterns = [
    path("", public.index, name="index"),
    path("search/", public.search, name="search"),
    path("suggest/", public.suggest, name="suggest"),
    path("pictures/<uuid:key>/", pictures.picture, name="picture"),
    path("<slug:slug>/", public.entry, name="entry"),
]
