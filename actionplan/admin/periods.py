"""Administration of mandate periods."""

from django.contrib import admin

from actionplan.admin.base import BesideForm, NounAdmin
from actionplan.admin.site import site
from actionplan.models import MandatePeriod


class MandatePeriodForm(BesideForm):
    beside = {"council_term_starts_before_it_ends": "council_to", "boards_term_starts_before_it_ends": "boards_to"}

    class Meta:
        model = MandatePeriod
        fields = ["election_year", "council_from", "council_to", "boards_from", "boards_to"]
        help_texts = {
            "council_from": "15 oktober valåret.",
            "council_to": "14 oktober fyra år senare.",
            "boards_from": "1 januari året efter valet.",
            "boards_to": "31 december fyra år efter valet.",
        }


@admin.register(MandatePeriod, site=site)
class MandatePeriodAdmin(NounAdmin):
    form = MandatePeriodForm
    list_display = ["label", "council_from", "council_to", "boards_from", "boards_to"]
    search_fields = ["election_year"]
    search_help_text = "Sök på valår."
    fieldsets = [
        (None, {"fields": ["election_year"]}),
        ("Kommunfullmäktige", {"fields": ["council_from", "council_to"]}),
        ("Kommunstyrelse och nämnder", {"fields": ["boards_from", "boards_to"]}),
    ]
    delete_advice = "Handlingsplaner hör till den."

    @admin.display(description="mandatperiod", ordering="election_year")
    def label(self, period: MandatePeriod) -> str:
        return str(period)
