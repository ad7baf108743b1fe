"""Showing a hand-out to everybody, or to staff alone: a button that says which."""

from django import forms

from actionplan.forms.base import CarefulForm


class PublishForm(CarefulForm):
    """The page's button carries what it says, so that a form sent twice changes nothing more."""

    version = None
    is_public = forms.TypedChoiceField(
        choices=[("ja", "Visa för alla"), ("nej", "Visa inte längre")],
        coerce=lambda key: key == "ja",
        widget=forms.HiddenInput,
        error_messages={
            "required": "Välj med knappen om sidan ska visas för alla.",
            "invalid_choice": "Välj med knappen om sidan ska visas för alla.",
        },
    )
