from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0019_steps_and_aspects_of_what_was_there"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("aspect__isnull", False)), name="attachment_has_an_aspect"
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(("aspect__isnull", False)), name="picture_has_an_aspect"
            ),
        ),
    ]
