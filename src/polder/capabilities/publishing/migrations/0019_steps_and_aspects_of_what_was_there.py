from datetime import timedelta

from django.db import migrations

AHEAD = timedelta(days=-28)  # P8


def plan_steps(apps, schema_editor):
    """Pages that were verified before this version are told of from the step of the ladder that they are on."""
    pages = apps.get_model("publishing", "Page").objects.filter(review_on__isnull=False)
    for day in pages.order_by().values_list("review_on", flat=True).distinct():
        pages.filter(review_on=day).update(remind_on=day + AHEAD)


def give_files_an_aspect(apps, schema_editor):
    """A file that fell under nothing falls under what a page that shows it falls under, else under the whole intranet."""
    references = apps.get_model("wagtailcore", "ReferenceIndex").objects
    pages = apps.get_model("publishing", "Page").objects.filter(aspect__isnull=False)
    root = apps.get_model("governance", "Aspect").objects.filter(parent=None).first()
    for name in ("Picture", "Attachment"):
        for file in apps.get_model("publishing", name).objects.filter(aspect=None):
            shown = references.filter(
                to_content_type__app_label="publishing", to_content_type__model=name.lower(), to_object_id=str(file.pk)
            ).values_list("object_id", flat=True)
            page = pages.filter(pk__in=[int(number) for number in shown if number.isdecimal()]).order_by("pk").first()
            file.aspect = page.aspect if page else root
            file.save(update_fields=["aspect"])


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("governance", "0003_use_of_letters"),
        ("publishing", "0018_steps_of_review_told"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(plan_steps, migrations.RunPython.noop),
        migrations.RunPython(give_files_an_aspect, migrations.RunPython.noop),
    ]
