from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("grading", "0001_initial")]

    operations = [
        migrations.AddField("stepverdict", "red_flags", models.JSONField(default=list)),
        migrations.AddField("stepverdict", "notes", models.JSONField(default=list)),
    ]
