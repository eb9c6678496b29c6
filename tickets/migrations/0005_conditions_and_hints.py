import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0004_mail_texts_and_held_mails'),
        ('faq', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HintSolved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_key', models.UUIDField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name='fieldchoice',
            name='hint',
            field=models.TextField(blank=True, help_text='Shown to whoever chooses this, before they write on. Markdown.', max_length=2000, verbose_name='hint'),
        ),
        migrations.AddField(
            model_name='fieldchoice',
            name='hint_en',
            field=models.TextField(blank=True, help_text='Shown to whoever chooses this, before they write on. Markdown.', max_length=2000, null=True, verbose_name='hint'),
        ),
        migrations.AddField(
            model_name='fieldchoice',
            name='hint_entry',
            field=models.ForeignKey(blank=True, help_text='Shown to whoever chooses this, with a link to the whole answer.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='faq.entry', verbose_name='FAQ entry'),
        ),
        migrations.AddField(
            model_name='fieldchoice',
            name='hint_tr',
            field=models.TextField(blank=True, help_text='Shown to whoever chooses this, before they write on. Markdown.', max_length=2000, null=True, verbose_name='hint'),
        ),
        migrations.AddField(
            model_name='fielddefinition',
            name='shown_if',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='shows', to='tickets.fielddefinition', verbose_name='shown only after'),
        ),
        migrations.AddField(
            model_name='fielddefinition',
            name='shown_if_value',
            field=models.CharField(blank=True, max_length=40, verbose_name='and the answer'),
        ),
        migrations.AddField(
            model_name='ticket',
            name='tried',
            field=models.JSONField(blank=True, default=list, verbose_name='already tried'),
        ),
        migrations.AlterField(
            model_name='fielddefinition',
            name='kind',
            field=models.CharField(choices=[('line', 'One line'), ('text', 'Long text'), ('email', 'E-mail address'), ('url', 'Web address'), ('phone', 'Phone number'), ('number', 'Number'), ('date', 'Date'), ('choice', 'Choice'), ('choices', 'Several choices'), ('yes_no', 'Yes or no'), ('file', 'File'), ('pattern', 'Pattern (serial, order number, account id)')], default='line', max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='hintsolved',
            name='choice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='solved', to='tickets.fieldchoice'),
        ),
        migrations.AddConstraint(
            model_name='hintsolved',
            constraint=models.UniqueConstraint(fields=('choice', 'form_key'), name='tickets_a_hint_solves_a_form_once'),
        ),
    ]
