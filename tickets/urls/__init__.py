from django.urls import register_converter

from .converters import BareReference, Reference

register_converter(Reference, "reference")
register_converter(BareReference, "bare_reference")
