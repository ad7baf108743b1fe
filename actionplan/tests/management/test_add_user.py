import io

import pytest
from django.core.management import CommandError, call_command

from actionplan.models import Department, Membership, User

pytestmark = pytest.mark.django_db
PASSWORD = "tre gröna hästar"


@pytest.fixture
def department():
    return Department.objects.create(name="Konsult- och servicekontoret")


def add_user(*args, password=PASSWORD + "\n", **options):
    out = io.StringIO()
    call_command("add_user", *args, stdin=io.StringIO(password), stdout=out, **options)
    return out.getvalue().strip()


def refusal(*args, **options):
    with pytest.raises(CommandError) as caught:
        add_user(*args, **options)
    assert User.objects.count() == 0
    return str(caught.value)


@pytest.mark.parametrize(
    ("typed", "role"),
    [
        ("administratör", "administrator"),
        ("ADMINISTRATOR", "administrator"),
        ("Näringslivschef", "chief"),
        ("naringslivschef", "chief"),
        ("förtroendevald", "council"),
        (" fortroendevald ", "council"),
    ],
)
def test_add_user_reads_the_role_with_and_without_diacritics(typed, role):
    add_user("anna", role=typed)

    user = User.objects.get()
    assert (user.role, user.is_staff, user.is_superuser) == (role, role == "administrator", False)
    assert user.check_password(PASSWORD)


def test_add_user_puts_a_handlaggare_in_a_department_whatever_its_case(department):
    said = add_user("anna", role="handlaggare", department="konsult-  och SERVICEKONTORET", email="Anna@Example.com")

    assert said == "anna är skapad som handläggare på Konsult- och servicekontoret."
    membership = Membership.objects.get()
    assert (membership.department, membership.user.email) == (department, "anna@example.com")


def test_add_user_asks_instead_of_guessing_a_department(department):
    assert refusal("anna", role="handläggare", department="konsult och servicekontoret") == (
        "Det finns ingen förvaltning som heter ”konsult och servicekontoret”. Menade du Konsult- och servicekontoret?"
    )


def test_add_user_refuses_a_department_that_has_ended(department):
    department.valid_to = "2015-12-31"
    department.save()
    successor = Department.objects.create(name="Tekniska kontoret")
    department.successors.add(successor)

    assert refusal("anna", role="handläggare", department="Konsult- och servicekontoret") == (
        "Konsult- och servicekontoret upphörde 2015-12-31. Välj efterträdare: Tekniska kontoret."
    )


@pytest.mark.parametrize(
    ("args", "options", "message"),
    [
        ([], {"role": "förtroendevald"}, "Ange ett användarnamn: add_user NAMN --role ROLL"),
        (
            ["anna"],
            {"role": "chef"},
            "Det finns ingen roll som heter ”chef”. Ange --role som en av: "
            "administratör, näringslivschef, handläggare, förtroendevald.",
        ),
        (["anna"], {"role": "handläggare"}, "En handläggare behöver en förvaltning. Ange vilken."),
        (
            ["anna"],
            {"role": "förtroendevald", "password": "kort\n"},
            "Det här lösenordet är för kort. Det måste innehålla minst 12 tecken.",
        ),
        (
            ["anna"],
            {"role": "förtroendevald", "password": ""},
            "Skriv lösenordet på standard in, till exempel: add_user … < lösenord.txt",
        ),
        (["anna"], {"role": "förtroendevald", "email": "fel"}, "Fyll i en giltig e-postadress."),
        (
            ["an na"],
            {"role": "förtroendevald"},
            "Fyll i ett giltigt användarnamn. Detta värde får endast innehålla bokstäver, siffror och @/./+/-/_.",
        ),
        (
            ["anna"],
            {"role": "handläggare", "department": "X"},
            "Det finns ingen förvaltning som heter ”X”. Det finns inga förvaltningar ännu.",
        ),
    ],
)
def test_add_user_says_in_swedish_what_is_wrong_and_stores_nothing(args, options, message):
    assert refusal(*args, **options) == message


def test_add_user_refuses_a_name_in_use():
    add_user("anna", role="förtroendevald")

    with pytest.raises(CommandError, match=r"^Användarnamnet ANNA är upptaget\. Välj ett annat\.$"):
        add_user("ANNA", role="förtroendevald")
    assert User.objects.count() == 1
