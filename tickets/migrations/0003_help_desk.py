import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0002_attachments'),
    ]

    operations = [
        migrations.CreateModel(
            name='HelpDesk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, help_text='Customers read it in titles and mails.', max_length=80, verbose_name='name')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='support phone')),
                ('hours_text', models.CharField(blank=True, max_length=200, verbose_name='when we are here')),
                ('hours_text_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='when we are here')),
                ('hours_text_tr', models.CharField(blank=True, max_length=200, null=True, verbose_name='when we are here')),
                ('address', models.TextField(blank=True, max_length=300, verbose_name='postal address')),
                ('privacy_text', models.TextField(blank=True, help_text='Who is responsible, and what you do with what people send. Markdown.', max_length=20000, verbose_name='privacy')),
                ('privacy_text_en', models.TextField(blank=True, help_text='Who is responsible, and what you do with what people send. Markdown.', max_length=20000, null=True, verbose_name='privacy')),
                ('privacy_text_tr', models.TextField(blank=True, help_text='Who is responsible, and what you do with what people send. Markdown.', max_length=20000, null=True, verbose_name='privacy')),
                ('tickets_a_network', models.PositiveIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1, 'Enter a number, 1 or more')], verbose_name='tickets an hour from one connection')),
                ('mails_an_address', models.PositiveIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1, 'Enter a number, 1 or more')], verbose_name='automatic mails a day to one address')),
                ('mails_a_domain', models.PositiveIntegerField(default=200, validators=[django.core.validators.MinValueValidator(1, 'Enter a number, 1 or more')], verbose_name='automatic mails an hour to one domain')),
                ('mails_overall', models.PositiveIntegerField(default=1000, validators=[django.core.validators.MinValueValidator(1, 'Enter a number, 1 or more')], verbose_name='automatic mails an hour to everybody')),
            ],
            options={
                'verbose_name': 'help desk',
                'verbose_name_plural': 'help desk',
            },
        ),
        migrations.AddConstraint(
            model_name='helpdesk',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='tickets_there_is_one_help_desk'),
        ),
    ]
