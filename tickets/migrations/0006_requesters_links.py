from django.db import migrations, models

import tickets.models.ticket


def give_each_a_key(apps, schema_editor):
    """A default is worked out once for all rows; two requesters must never share a key."""
    requesters = apps.get_model('tickets', 'Requester').objects.only('pk')
    for requester in requesters.iterator():
        requester.link_key = tickets.models.ticket.new_link_key()
        requester.save(update_fields=['link_key'])


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0005_conditions_and_hints'),
    ]

    operations = [
        migrations.AddField(
            model_name='requester',
            name='link_key',
            field=models.CharField(default=tickets.models.ticket.new_link_key, editable=False, max_length=16),
        ),
        migrations.AddField(
            model_name='requester',
            name='mail_stopped_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='mail stopped'),
        ),
        migrations.RunPython(give_each_a_key, migrations.RunPython.noop),
    ]
