"""Staff: who they are and which categories they are assigned to. Customers never have an account."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email, password=None, **fields):
        """Create a member of staff; without a password the account can only be entered by a one-time link."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())

    def active_at(self, email):
        """Return who of the active staff has this address, or None."""
        return self.filter(is_active=True, email=email).first()

    def active_owners(self):
        return self.filter(is_active=True, role=User.Role.OWNER)


class User(AbstractBaseUser):
    """A member of staff, who signs in by e-mail address.

    There are no groups and no permission rows: `accounts.access` is the one policy.
    """

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        ASSISTANT = "assistant", _("Assistant")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Density(models.TextChoices):
        COMFORTABLE = "comfortable", _("Comfortable")
        COMPACT = "compact", _("Compact")

    class AfterSend(models.TextChoices):
        NEXT = "next", _("Show the next ticket that waits")
        STAY = "stay", _("Stay on the ticket")
        QUEUE = "queue", _("Go back to the list")

    class Chime(models.TextChoices):
        BELL = "bell", _("Bell")
        WOOD = "wood", _("Wood")
        DROP = "drop", _("Drop")

    class CheckEvery(models.IntegerChoices):
        """Minutes from one check to the next."""

        MINUTE = 1, _("Every minute")
        FIVE = 5, _("Every 5 minutes")
        QUARTER = 15, _("Every 15 minutes")
        HALF = 30, _("Every 30 minutes")
        HOUR = 60, _("Every hour")

    class RingAgain(models.IntegerChoices):
        """Minutes from one chime to the next while something waits."""

        NEVER = 0, _("Not again")
        MINUTE = 1, _("Every minute")
        FIVE = 5, _("Every 5 minutes")
        QUARTER = 15, _("Every 15 minutes")

    class MailAfter(models.IntegerChoices):
        """Minutes a ticket waits with nobody watching before a person is told by mail."""

        NEVER = 0, _("Never")
        FIVE = 5, _("After 5 minutes")
        TEN = 10, _("After 10 minutes")
        HALF = 30, _("After 30 minutes")
        HOUR = 60, _("After an hour")
        FOUR_HOURS = 240, _("After 4 hours")

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Somebody with this e-mail address exists already.")},
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("Customers read it beside an answer."))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.ASSISTANT)
    language = models.CharField(
        _("language of the desk"), max_length=5, choices=[("en", "English"), ("tr", "Türkçe")], default="en"
    )
    theme = models.CharField(_("colours"), max_length=6, choices=Theme, default=Theme.SYSTEM)
    density = models.CharField(_("rows"), max_length=11, choices=Density, default=Density.COMFORTABLE)
    after_send = models.CharField(_("after sending"), max_length=6, choices=AfterSend, default=AfterSend.NEXT)
    undo_seconds = models.PositiveSmallIntegerField(
        _("seconds in which a reply can be undone"),
        null=True,
        blank=True,
        validators=[MinValueValidator(10), MaxValueValidator(60)],
        help_text=_("From 10 to 60. Empty: as set for this help desk."),
    )
    single_keys = models.BooleanField(_("single letters are keys"), default=True)
    is_away = models.BooleanField(_("away"), default=False)
    check_every = models.PositiveSmallIntegerField(
        _("bring up what waits too long"), choices=CheckEvery, default=CheckEvery.QUARTER
    )
    only_at_check = models.BooleanField(
        _("only at my check"), default=False, help_text=_("Nothing sounds or shows between two checks.")
    )
    chime = models.CharField(_("chime"), max_length=4, choices=Chime, default=Chime.BELL)
    volume = models.PositiveSmallIntegerField(
        _("volume, in percent"), default=70, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    ring_again = models.PositiveSmallIntegerField(
        _("ring again while something waits"), choices=RingAgain, default=RingAgain.NEVER
    )
    mail_after = models.PositiveSmallIntegerField(
        _("e-mail me when a ticket waits and nobody has the admin panel open"),
        choices=MailAfter,
        default=MailAfter.TEN,
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switch off to lock a person out; their work is kept.")
    )
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)
    # Part of what sessions, one-time links and known devices are checked against, beside the password.
    access_key = models.CharField(max_length=16, blank=True, default="", editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_addresses_differ_by_more_than_case"),
            models.CheckConstraint(
                condition=models.Q(role__in=["owner", "assistant"]), name="accounts_staff_have_a_known_role"
            ),
        ]

    def __str__(self):
        return self.name or self.email

    def save(self, *args, **kwargs):
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def get_short_name(self):
        return self.name

    def end_access(self):
        """Void, once saved, every session, one-time link and known device there is, for good."""
        self.access_key = get_random_string(16)

    def _get_session_auth_hash(self, secret=None):
        # Django's own, with the key; the same as Django's for who has none.
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(salt, self.password + self.access_key, secret=secret, algorithm="sha256").hexdigest()

    @property
    def shown_name(self):
        """The name as colleagues read it."""
        return _("%(name)s (away)") % {"name": self.name} if self.is_away else self.name

    @property
    def is_owner(self):
        return self.is_active and self.role == self.Role.OWNER

    # Django's admin site asks for these.

    @property
    def is_staff(self):
        return self.is_owner

    def has_perm(self, permission, obj=None):
        return self.is_owner

    def has_module_perms(self, app_label):
        return self.is_owner


class CategoryAssignment(models.Model):
    """A person works in a category: they see its tickets and are told of new ones."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("person"))
    # By name only: schema, not code; accounts imports nothing of ours.
    category = models.ForeignKey(
        "tickets.Category", on_delete=models.CASCADE, related_name="assignments", verbose_name=_("category")
    )

    class Meta:
        verbose_name = _("category assignment")
        verbose_name_plural = _("category assignments")
        constraints = [
            models.UniqueConstraint(fields=["user", "category"], name="accounts_a_person_is_assigned_once"),
        ]

    def __str__(self):
        return f"{self.user} – {self.category}"


class OnlyAddedTo(models.QuerySet):
    """Rows that nobody changes or removes afterwards."""

    def _refuse(self, *args, **kwargs):
        raise TypeError("The audit log is only added to.")

    update = delete = bulk_update = _refuse


class AuditEntry(models.Model):
    """Somebody did something that others must be able to look up later. Written by `audit.note`, never changed.

    It holds data; `what` says which words are made of it when it is read.
    """

    class Kind(models.TextChoices):
        SIGN_IN = "sign-in", _("Signing in and out")
        ACCOUNT = "account", _("Passwords and second factors")
        RIGHTS = "rights", _("People and their rights")
        SETTINGS = "settings", _("Settings")
        EXPORT = "export", _("Tables downloaded")
        REDACTION = "redaction", _("Messages redacted")

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=Kind)
    what = models.CharField(max_length=30)
    # Staff are never removed. Nobody did it where a command or a stranger did.
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # whom it happened to
    # Who may not know of the category reads nothing of it. One that was removed takes nothing with it.
    category = models.ForeignKey(
        "tickets.Category", on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    network = models.CharField(max_length=43, blank=True)  # as accounts.limits counts them; empty for a command
    data = models.JSONField(default=dict)  # ids, keys and values

    objects = OnlyAddedTo.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["sign-in", "account", "rights", "settings", "export", "redaction"]),
                name="accounts_audit_entries_are_of_a_known_kind",
            )
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The audit log is only added to.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The audit log is only added to.")
