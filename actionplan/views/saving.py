"""What every editing page does with a form: bind it, save through a service, or show it again with the reason."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.shortcuts import render

from actionplan.forms.nouns import NounForm
from actionplan.services.versions import LostUpdate
from actionplan.views.carried import pop_carried


@dataclass(frozen=True)
class Attempt:
    """What came of a form: what the service returned, or what the page must ask or tell."""

    saved: object = None
    questions: tuple[str, ...] = ()
    lost: LostUpdate | None = None


def typed(request):
    """Return what the form is bound to: what was posted, or what was carried over a sign-in (then it is not saved)."""
    return request.POST if request.method == "POST" else pop_carried(request)


def attempt(request, form, verb) -> Attempt:
    """Call the verb (a service) if the form is posted, valid and has nothing left to ask."""
    if request.method != "POST" or not form.is_valid():
        return Attempt()
    if isinstance(form, NounForm) and form.says_nothing_new():
        return Attempt(saved=form.instance)
    if questions := form.questions():
        return Attempt(questions=tuple(questions))
    try:
        return Attempt(saved=verb())
    except LostUpdate as lost:
        take_version(form, lost.current_version)
        return Attempt(lost=lost)
    except ValidationError as error:
        form.take_errors(error)
        return Attempt()
    except ObjectDoesNotExist:
        form.add_error(
            None, "Någon annan har just tagit bort det du ändrar. Det du skrev står kvar här; kopiera det du behöver."
        )
        return Attempt()


def take_version(form, version: int) -> None:
    """Let the bound form carry another version: what the page now shows is what its reader has seen."""
    form.data = form.data.copy()
    form.data["version"] = version


def form_page(request, template: str, form, tried: Attempt, **context):
    """Show the form: 200 when asked for or asking back, 400 with errors, 409 when somebody else saved first."""
    has_errors = request.method == "POST" and bool(form.errors)
    context |= {"form": form, "questions": tried.questions, "lost": tried.lost}
    return render(request, template, context, status=409 if tried.lost else 400 if has_errors else 200)
