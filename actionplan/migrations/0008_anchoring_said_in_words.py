"""Say in words when the departments were asked, where the days are not known."""

from django.db import migrations

import actionplan.models.base


class Migration(migrations.Migration):
    dependencies = [
        ("actionplan", "0007_letters_replace_what_was_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="actionplan",
            name="anchoring_when",
            field=actionplan.models.base.PlainCharField(
                blank=True, max_length=100, verbose_name="förankringens tid i ord"
            ),
        ),
        migrations.AddField(
            model_name="historicalactionplan",
            name="anchoring_when",
            field=actionplan.models.base.PlainCharField(
                blank=True, max_length=100, verbose_name="förankringens tid i ord"
            ),
        ),
    ]
