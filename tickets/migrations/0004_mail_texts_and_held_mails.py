import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0003_help_desk'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(choices=[('confirmation', 'Confirmation'), ('answer', 'Answer'), ('question', 'We need your answer'), ('link', 'A new private link'), ('tickets', 'Link to all tickets')], max_length=20, verbose_name='mail')),
                ('language', models.CharField(choices=[('en', 'English'), ('tr', 'Turkish')], max_length=5, verbose_name='language')),
                ('subject', models.CharField(max_length=150, verbose_name='subject')),
                ('body', models.TextField(max_length=10000, verbose_name='text')),
            ],
            options={
                'verbose_name': 'mail text',
                'verbose_name_plural': 'mail texts',
                'ordering': ['event', 'language', 'category'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='outboxmail',
            name='tickets_only_answers_carry_a_message',
        ),
        migrations.AddField(
            model_name='outboxmail',
            name='held_for',
            field=models.CharField(blank=True, choices=[('address', 'Too many mails to this address'), ('domain', 'Too many mails to addresses of this domain'), ('overall', 'Too many mails at once'), ('not_me', 'This address said: this was not me')], max_length=10),
        ),
        migrations.AddField(
            model_name='outboxmail',
            name='language',
            field=models.CharField(blank=True, max_length=5),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('opened', 'Ticket filed'), ('customer_replied', 'Customer wrote'), ('replied', 'Answered'), ('noted', 'Internal note'), ('assigned', 'Assigned'), ('unassigned', 'Back in the queue'), ('asked', 'Customer asked'), ('completed', 'Completed'), ('reopened', 'Reopened'), ('spam', 'Marked as spam'), ('undone', 'Reply taken back'), ('mail_failed', 'Mail not delivered'), ('address_changed', 'Address corrected'), ('not_me', '“This was not me”')], max_length=20),
        ),
        migrations.AlterField(
            model_name='outboxmail',
            name='kind',
            field=models.CharField(choices=[('confirmation', 'Confirmation'), ('answer', 'Answer'), ('question', 'We need your answer'), ('link', 'A new private link'), ('tickets', 'Link to all tickets')], max_length=20),
        ),
        migrations.AlterField(
            model_name='outboxmail',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Not delivered'), ('held', 'Held back')], default='waiting', max_length=10),
        ),
        migrations.AlterField(
            model_name='outboxmail',
            name='ticket',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='tickets.ticket'),
        ),
        migrations.AddConstraint(
            model_name='outboxmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['answer', 'question']), ('message__isnull', False)), models.Q(models.Q(('kind__in', ['answer', 'question']), _negated=True), ('message__isnull', True)), _connector='OR'), name='tickets_only_answers_carry_a_message'),
        ),
        migrations.AddConstraint(
            model_name='outboxmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'tickets'), ('ticket__isnull', True)), models.Q(models.Q(('kind', 'tickets'), _negated=True), ('ticket__isnull', False)), _connector='OR'), name='tickets_mails_are_about_a_ticket'),
        ),
        migrations.AddConstraint(
            model_name='outboxmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), models.Q(('held_for', ''), _negated=True)), models.Q(models.Q(('state', 'held'), _negated=True), ('held_for', '')), _connector='OR'), name='tickets_held_mails_say_why'),
        ),
        migrations.AddField(
            model_name='mailtext',
            name='category',
            field=models.ForeignKey(blank=True, help_text='Empty: for every category that has no text of its own.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mail_texts', to='tickets.category', verbose_name='category'),
        ),
        migrations.AddConstraint(
            model_name='mailtext',
            constraint=models.UniqueConstraint(condition=models.Q(('category', None)), fields=('event', 'language'), name='tickets_one_text_a_mail_and_language'),
        ),
        migrations.AddConstraint(
            model_name='mailtext',
            constraint=models.UniqueConstraint(fields=('event', 'language', 'category'), name='tickets_one_text_a_mail_language_and_category'),
        ),
    ]
