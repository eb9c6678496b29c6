"""Words of the team's own that mark tickets."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ..querysets import TagQuerySet


class Tag(models.Model):
    """A word that marks tickets across categories; only staff see it."""

    name = models.CharField(_("name"), max_length=40)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = [Lower("name")]
        constraints = [models.UniqueConstraint(Lower("name"), name="tickets_tags_differ_by_more_than_case")]

    def __str__(self):
        return self.name
