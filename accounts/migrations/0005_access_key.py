from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_alerts'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='access_key',
            field=models.CharField(blank=True, default='', editable=False, max_length=16),
        ),
    ]
