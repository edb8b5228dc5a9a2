from django.db import migrations


def _make_plain(apps, schema_editor):
    """Wagtail begins with a welcome page, a site and groups that hold rights: here only the matrix gives rights."""
    apps.get_model("auth", "Group").objects.all().delete()
    page = apps.get_model("publishing", "Page")
    page.objects.filter(depth=2, slug="home").update(
        title="Home", draft_title="Home", latest_revision=None, live_revision=None
    )
    site = apps.get_model("wagtailcore", "Site")
    site.objects.update(site_name="Polder")


# The front page stays, without an aspect until the organisation is founded.
class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0003_finalize"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailadmin", "0006_formstate"),
    ]

    operations = [migrations.RunPython(_make_plain, migrations.RunPython.noop)]
