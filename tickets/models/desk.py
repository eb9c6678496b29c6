"""What the owner sets for the whole help desk."""

from django.conf import settings
from django.core.cache import cache
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..filters import Filters
from ..querysets import SavedViewQuerySet

AT_LEAST_ONE = [MinValueValidator(1, _("Enter a number, 1 or more"))]


class HelpDesk(models.Model):
    """One row: who we are; how many tickets, files and mails are too many; who needs a second factor. What is empty is
    not shown."""

    class SecondFactor(models.TextChoices):
        NOBODY = "nobody", _("Nobody has to")
        OWNERS = "owners", _("Owners")
        EVERYBODY = "everybody", _("Everybody who works here")

    name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("Customers read it in titles and mails."))
    phone = models.CharField(_("support phone"), max_length=40, blank=True)
    hours_text = models.CharField(_("when we are here"), max_length=200, blank=True)
    address = models.TextField(_("postal address"), max_length=300, blank=True)
    privacy_text = models.TextField(
        _("privacy"),
        max_length=20_000,
        blank=True,
        help_text=_("Who is responsible, and what you do with what people send. Markdown."),
    )
    tickets_a_network = models.PositiveIntegerField(
        _("tickets an hour from one connection"), default=60, validators=AT_LEAST_ONE
    )
    upload_mb_a_network = models.PositiveIntegerField(
        _("MB of files an hour from one connection"), default=200, validators=AT_LEAST_ONE
    )
    upload_mb_unsent = models.PositiveIntegerField(
        _("MB of files in forms that are not sent yet"), default=2_048, validators=AT_LEAST_ONE
    )
    mails_an_address = models.PositiveIntegerField(
        _("automatic mails a day to one address"), default=10, validators=AT_LEAST_ONE
    )
    mails_a_domain = models.PositiveIntegerField(
        _("automatic mails an hour to one domain"), default=200, validators=AT_LEAST_ONE
    )
    mails_overall = models.PositiveIntegerField(
        _("automatic mails an hour to everybody"), default=1_000, validators=AT_LEAST_ONE
    )
    second_factor = models.CharField(
        _("who needs a second factor to sign in"),
        max_length=9,
        choices=SecondFactor,
        default=SecondFactor.NOBODY,
        help_text=_("An authenticator app or a security key. Who has none is led to set one up before anything else."),
    )

    class Meta:
        verbose_name = _("help desk")
        verbose_name_plural = _("help desk")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="tickets_there_is_one_help_desk"),
            models.CheckConstraint(
                condition=models.Q(second_factor__in=["nobody", "owners", "everybody"]),
                name="tickets_a_second_factor_is_asked_of_somebody_we_know",
            ),
        ]

    CACHED_AS = "help-desk"

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        transaction.on_commit(lambda: cache.delete(self.CACHED_AS))

    @classmethod
    def as_saved(cls) -> "HelpDesk":
        """Return them from the database, to be changed: of a cached copy a save would write back what is old."""
        return cls.objects.first() or cls(pk=1)

    @classmethod
    def current(cls) -> "HelpDesk":
        """Return the settings in force; without a row they are the defaults. Mostly from the cache."""
        found = cache.get(cls.CACHED_AS)
        if found is None:
            found = cls.as_saved()
            cache.set(cls.CACHED_AS, found, 60)
        return found


class SavedView(models.Model):
    """A filter of the queue under a name of its own. A shared one shows everybody what they themselves may see."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500)  # as in the queue's address, without the question mark
    is_shared = models.BooleanField(_("shared with the team"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="tickets_a_person_names_a_view_once")]

    def __str__(self):
        return self.name

    @property
    def filters(self) -> Filters:
        return Filters.read(QueryDict(self.query))
