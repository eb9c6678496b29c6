"""The owner's own words that exist once per language; an empty one falls back to the other."""

from modeltranslation.translator import TranslationOptions, register

from .models import CannedResponse, Category, FieldChoice, FieldDefinition, HelpDesk, RelatedLink


@register(Category)
class CategoryTranslation(TranslationOptions):
    fields = ("name", "description", "hints", "covered", "hours_text", "promise_text")


@register(RelatedLink)
class RelatedLinkTranslation(TranslationOptions):
    fields = ("label", "url")


@register(FieldDefinition)
class FieldDefinitionTranslation(TranslationOptions):
    fields = ("label", "hint", "error_text")


@register(FieldChoice)
class FieldChoiceTranslation(TranslationOptions):
    fields = ("label", "hint")


@register(CannedResponse)
class CannedResponseTranslation(TranslationOptions):
    fields = ("text",)


@register(HelpDesk)
class HelpDeskTranslation(TranslationOptions):
    fields = ("hours_text", "privacy_text")
