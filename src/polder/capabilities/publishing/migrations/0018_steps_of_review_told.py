from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0017_menu_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="page",
            name="remind_on",
            field=models.DateField(db_index=True, editable=False, null=True),
        ),
    ]
