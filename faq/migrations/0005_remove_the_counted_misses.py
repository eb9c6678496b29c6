from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("faq", "0004_keep_what_is_there")]

    operations = [migrations.DeleteModel("SearchMiss")]
