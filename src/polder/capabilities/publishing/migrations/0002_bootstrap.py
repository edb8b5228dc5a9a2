from django.db import migrations
from wagtail.models import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField


# Step two of three: languages for the pages that wagtailcore's own migrations made.
class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        BootstrapLocaleField("publishing.Page"),
        BootstrapTranslationKeyField("publishing.Page"),
        BootstrapTranslatableModel("publishing.Page"),
    ]
