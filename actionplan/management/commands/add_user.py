"""Make a user from the command line; the password comes on standard input, so that it stands in no history."""

import difflib
import getpass
import sys
import unicodedata

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from actionplan import clock, swedish
from actionplan.choices import Role
from actionplan.models import Department
from actionplan.services.people import create_user


class Command(BaseCommand):
    help = "Skapar en användare. Lösenordet läses från standard in: en rad."
    stealth_options = ("stdin",)

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", default="", help="användarnamnet")
        parser.add_argument("--role", default="", help=f"rollen: {_role_names()}")
        parser.add_argument("--department", default="", help="förvaltningens namn; krävs för handläggare")
        parser.add_argument("--email", default="", help="e-postadress, som behövs för den som glömmer lösenordet")

    def handle(self, *args, **options):
        if not options["name"]:
            raise CommandError("Ange ett användarnamn: add_user NAMN --role ROLL")
        role = _role(options["role"])
        department = _department(options["department"]) if options["department"] else None
        password = _password(options.get("stdin") or sys.stdin)
        try:
            user = create_user(
                username=options["name"], role=role, password=password, email=options["email"], department=department
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        place = f" på {department}" if department else ""
        self.stdout.write(f"{user.username} är skapad som {Role(role).label.lower()}{place}.")


def _role(text: str) -> str:
    """Read a role with or without diacritics and capitals."""
    for role in Role:
        if _bare(text) == _bare(role.label):
            return role.value
    raise CommandError(f"Det finns ingen roll som heter ”{text}”. Ange --role som en av: {_role_names()}.")


def _role_names() -> str:
    return ", ".join(label.lower() for label in Role.labels)


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFKD", swedish.fold(text))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _department(name: str) -> Department:
    """Return the one department of that name, whatever its case and spaces; anything else is asked about, not guessed."""
    named = Department.objects.named(name)
    found = list(named.valid_on(clock.today()))
    if len(found) == 1:
        return found[0]
    if found:
        raise CommandError(f"Flera förvaltningar heter ”{name}”. Lägg till användaren i administrationen.")
    if ended := named.first():
        raise CommandError(ended.ended_message() if ended.valid_to else f"{ended} finns inte ännu.")
    raise CommandError(f"Det finns ingen förvaltning som heter ”{name}”. {_suggestion(name)}")


def _suggestion(name: str) -> str:
    names = {_bare(department.name): department.name for department in Department.objects.valid_on(clock.today())}
    near = difflib.get_close_matches(_bare(name), names, n=3, cutoff=0.65)
    if near:
        return f"Menade du {' eller '.join(names[key] for key in near)}?"
    return f"De som finns: {', '.join(names.values())}." if names else "Det finns inga förvaltningar ännu."


def _password(stdin) -> str:
    """Read one line; asked for, without showing it, when somebody sits at the terminal."""
    try:
        line = getpass.getpass("Lösenord: ") if stdin.isatty() else stdin.readline()
        password = line.rstrip("\r\n")
        password.encode()
    except UnicodeError as error:
        raise CommandError("Lösenordet går inte att läsa. Skriv det i UTF-8.") from error
    if not password:
        raise CommandError("Skriv lösenordet på standard in, till exempel: add_user … < lösenord.txt")
    return password
