"""G9 on PostgreSQL: no two A's at one moment. On SQLite triggers do it (governance/apps.py)."""

from django.db import migrations


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    schema_editor.execute(
        "ALTER TABLE governance_assignment ADD CONSTRAINT governance_one_accountable EXCLUDE USING gist "
        "(aspect_id WITH =, facet WITH =, tstzrange(valid_from, valid_until) WITH &&) WHERE (letter = 'A')"
    )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE governance_assignment DROP CONSTRAINT governance_one_accountable")


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
