"""The texts that exist once per language; an empty one falls back to the other."""

from modeltranslation.translator import TranslationOptions, register

from .models import Entry


@register(Entry)
class EntryTranslation(TranslationOptions):
    fields = ("question", "answer", "body")
