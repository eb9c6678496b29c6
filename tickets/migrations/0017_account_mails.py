from django.db import migrations, models


def forget_account_mails(apps, _schema):
    """Backwards: what the constraint of before does not know."""
    before = ['tickets', 'unwatched', 'asked', 'found']
    apps.get_model('tickets', 'OutboxMail').objects.filter(ticket=None).exclude(kind__in=before).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('faq', '0008_note_what_helped'),
        ('tickets', '0016_reminders'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='outboxmail',
            name='tickets_mails_are_about_a_ticket',
        ),
        migrations.AlterField(
            model_name='outboxmail',
            name='kind',
            field=models.CharField(choices=[('confirmation', 'Confirmation'), ('answer', 'Answer'), ('question', 'We need your answer'), ('link', 'A new private link'), ('tickets', 'Link to all tickets'), ('handed_over', 'To staff: a ticket is handed to you'), ('asked', 'Confirm: tell me when there is an answer'), ('found', 'The answer you asked for is there'), ('moved_away', 'To staff: your ticket was moved away'), ('unwatched', 'To staff: tickets wait and nobody watches'), ('reset', 'To staff: choose a new password'), ('password_changed', 'To staff: your password was changed'), ('address_changed', 'To staff: your address was changed'), ('guessed', 'To staff: somebody guesses your password'), ('codes_guessed', 'To staff: somebody guesses your codes'), ('totp_activated', 'To staff: authenticator app added'), ('totp_deactivated', 'To staff: authenticator app removed'), ('recovery_codes_generated', 'To staff: new recovery codes'), ('webauthn_added', 'To staff: passkey added'), ('webauthn_removed', 'To staff: passkey removed')], max_length=24),
        ),
        migrations.AddConstraint(
            model_name='outboxmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['tickets', 'unwatched', 'asked', 'found', 'reset', 'password_changed', 'address_changed', 'guessed', 'codes_guessed', 'totp_activated', 'totp_deactivated', 'recovery_codes_generated', 'webauthn_added', 'webauthn_removed']), ('ticket__isnull', True)), models.Q(models.Q(('kind__in', ['tickets', 'unwatched', 'asked', 'found', 'reset', 'password_changed', 'address_changed', 'guessed', 'codes_guessed', 'totp_activated', 'totp_deactivated', 'recovery_codes_generated', 'webauthn_added', 'webauthn_removed']), _negated=True), ('ticket__isnull', False)), _connector='OR'), name='tickets_mails_are_about_a_ticket'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_account_mails),
    ]
