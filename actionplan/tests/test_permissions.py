"""The table of rights: every route of the site, for every role, read and written to (DESIGN.md section 4).

What a person may not know about answers 404; what they may know but not do, 403; what they may do but have filled in
wrongly (every POST here is empty), 400. The anonymous are shown the way in: 302, or 200 with what they typed.
"""

import datetime as dt

import pytest
from django.apps import apps
from django.urls import URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from actionplan.choices import Role, RoundState
from actionplan.tests.factories import (
    ActivityFactory,
    AnchoringFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    DecisionFactory,
    DepartmentFactory,
    DocumentFactory,
    EventFileFactory,
    MandatePeriodFactory,
    OutboxFactory,
    ProposalActivityFactory,
    ProposalFactory,
    ReportFactory,
    ReportingRoundFactory,
    ResponsibilityFactory,
    UserFactory,
)
from actionplan.tests.publishing import publish
from actionplan.tests.rights import ADMINISTRATOR, ROLES, TABLE

pytestmark = pytest.mark.django_db


def routes(patterns, namespace=""):
    """Every named route of the site with its pattern."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield f"{namespace}{entry.name}", entry


def own_routes():
    return {name: entry for name, entry in routes(get_resolver().url_patterns) if not name.startswith("admin:")}


@pytest.fixture
def addresses(department_a):
    """Where each route leads: to an activity that officer_a's department answers for."""
    activity = ActivityFactory(area__plan__valid_from=dt.date(2016, 1, 1), responsible=department_a)
    decision = DecisionFactory(plan=activity.plan)
    contact = ContactPersonFactory()
    event = ConsultationEventFactory(mandate_period=MandatePeriodFactory())
    proposal = ProposalFactory(event=event)
    ProposalActivityFactory(proposal=proposal, activity=activity)
    year = event.mandate_period.election_year
    letter = OutboxFactory(proposals=[proposal])
    document = DocumentFactory(plan=activity.plan)
    numbers = {"election_year": year, "number": activity.area.number, "uidb36": "1", "key": "abc-def", "format": "pdf"}
    numbers["kind"] = document.kind
    keys = {"department": department_a.pk, "decision": decision.pk, "activity": activity.pk, "status": activity.pk}
    keys |= {"contact": contact.pk, "company": contact.company_id}
    keys |= {"event": event.pk, "verdict": proposal.pk, "letter": letter.pk}
    anchoring = AnchoringFactory(department=department_a)
    keys |= {"anchoring": anchoring.pk, "proposal": anchoring.proposal_id}
    keys |= {"report": publish(ReportFactory(plan=activity.plan)).pk}
    draft = ReportFactory(plan=activity.plan, cutoff=dt.date(2016, 4, 30))
    keys |= dict.fromkeys(("report_edit", "report_publish", "report_remove", "report_preview"), draft.pk)

    file = EventFileFactory(event=event)
    keys |= {"event_file": file.pk, "event_file_remove": file.pk, "event_company": proposal.pk}
    opened = ReportingRoundFactory(plan=activity.plan, state=RoundState.OPEN)
    keys |= {"round": opened.pk}
    numbers |= {"round": opened.pk, "activity": activity.pk}
    keys |= {"contact_create": contact.company_id, "document": document.pk}

    def address(name, entry):
        wanted = entry.pattern.converters if isinstance(entry.pattern, RoutePattern) else entry.pattern.regex.groupindex
        given = numbers | {"pk": keys.get(name) or keys.get(name.partition("_")[0])}
        return reverse(name, kwargs={key: given[key] for key in wanted})

    found = {name: address(name, entry) for name, entry in own_routes().items()}
    return found | {"account_logout": found.pop("account_logout")}  # last: it ends the session


@pytest.fixture
def client_of(request, sign_in_client):
    """client_of("chief"): a client where somebody of that role is signed in."""
    made = {"anonymous": lambda: None, "without role": UserFactory}
    cast = {"officer": "officer_a", "officer elsewhere": "officer_b"}

    def client_of(role, **options):
        user = made[role]() if role in made else request.getfixturevalue(cast.get(role, role))
        return sign_in_client(user, **options)

    return client_of


def stored():
    """Every row of the domain's tables, so that a test can tell that nothing was written."""
    models = apps.get_app_config("actionplan").get_models(include_auto_created=True)
    return {model: sorted(model._base_manager.values_list(), key=str) for model in models}


def test_every_route_is_in_the_table():
    assert set(own_routes()) == set(TABLE)


def wanted(role, column):
    return {name: columns[column][ROLES.index(role)] for name, columns in TABLE.items()}


@pytest.mark.parametrize("role", ROLES)
def test_reading(role, addresses, client_of):
    client = client_of(role)

    assert {name: client.get(address).status_code for name, address in addresses.items()} == wanted(role, 0)


@pytest.mark.parametrize("role", ROLES)
def test_writing(role, addresses, client_of):
    client = client_of(role)
    before = stored()

    assert {name: client.post(address).status_code for name, address in addresses.items()} == wanted(role, 1)
    assert stored() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
@pytest.mark.parametrize("role", ROLES)
def test_another_method_changes_nothing_and_breaks_nothing(method, role, addresses, client_of):
    client = client_of(role)
    before = stored()

    codes = {name: getattr(client, method)(address).status_code for name, address in addresses.items()}

    assert {name: code for name, code in codes.items() if code not in (200, 302, 403, 404, 405)} == {}
    assert stored() == before


@pytest.mark.parametrize("role", ROLES)
def test_a_post_without_its_token_is_refused_everywhere(role, addresses, client_of):
    client = client_of(role, enforce_csrf_checks=True)
    before = stored()

    codes = {name: client.post(address, {"title": "Ändrat"}).status_code for name, address in addresses.items()}

    assert codes == dict.fromkeys(addresses, 403)
    assert stored() == before


@pytest.mark.parametrize("role", ROLES)
def test_what_does_not_exist_is_found_by_nobody(role, client_of):
    given = {name: getattr(entry.pattern, "converters", {}) for name, entry in own_routes().items()}
    wanted = {name: set(keys) - {"pk"} for name, keys in given.items() if "pk" in keys}
    missing = [
        reverse(name, kwargs={"pk": pk} | dict.fromkeys(keys, "pdf"))
        for name, keys in wanted.items()
        for pk in (0, 10**6, 10**30)
    ]

    client = client_of(role)
    codes = {client.get(address).status_code for address in missing}

    assert codes <= ({302} if role == "anonymous" else {403, 404, 405})


@pytest.mark.parametrize("role", ROLES)
def test_the_administration_is_one_family(role, client_of):
    names = [name for name, _ in routes(get_resolver().url_patterns) if name.startswith("admin:")]
    lists = [reverse(name) for name in names if name.endswith(("_changelist", ":index"))]

    client = client_of(role)
    codes = {address: client.get(address).status_code for address in lists}

    assert codes == dict.fromkeys(lists, dict(zip(ROLES, ADMINISTRATOR, strict=True))[role])


def test_whoever_is_dismissed_is_signed_out_at_once(chief, chief_client):
    assert chief_client.get("/oversikt/").status_code == 200
    chief.is_active = False
    chief.save()

    assert chief_client.get("/oversikt/")["Location"] == "/logga-in/?next=/oversikt/"


NOUNS = ("actionplan", "strategicarea", "activity", "responsibility", "decision")
REGISTER = ("user", "department", "membership", "mandateperiod")
VERBS = ("add", "change", "delete")


@pytest.mark.parametrize(
    ("role", "may_read", "may_write"),
    [
        (None, set(), set()),
        (Role.COUNCIL, set(), set()),
        (Role.OFFICER, {*NOUNS, "statusupdate", "department", "mandateperiod"}, set()),
        (Role.CHIEF, {*NOUNS, "statusupdate", "department", "mandateperiod"}, set(NOUNS)),
        (Role.ADMINISTRATOR, {*NOUNS, "statusupdate", *REGISTER}, set(REGISTER)),
    ],
)
def test_each_role_reads_and_writes_its_nouns_and_no_others(role, may_read, may_write):
    user = UserFactory(role=role)
    nouns = (*NOUNS, "statusupdate", *REGISTER)

    assert {noun for noun in nouns if user.has_perm(f"actionplan.view_{noun}")} == may_read
    for verb in VERBS:
        assert {noun for noun in nouns if user.has_perm(f"actionplan.{verb}_{noun}")} == may_write | (
            {"statusupdate"} if (role, verb) == (Role.CHIEF, "add") else set()
        )


@pytest.mark.parametrize("role", [None, *Role])
def test_nobody_changes_or_removes_a_status_update(role):
    user = UserFactory(role=role)

    assert not user.has_perm("actionplan.change_statusupdate")
    assert not user.has_perm("actionplan.delete_statusupdate")


TODAY, YESTERDAY, TOMORROW = (dt.date(2017, 12, day) for day in (30, 29, 31))


@pytest.mark.parametrize(
    ("row", "may_tell"),
    [
        ({"role": "ansvarig", "from_on": TODAY}, True),
        ({"role": "medverkar", "from_on": TODAY}, True),
        ({"role": "ansvarig", "from_on": YESTERDAY, "to_on": TODAY}, True),
        ({"role": "ansvarig", "from_on": YESTERDAY, "to_on": YESTERDAY}, False),  # handed over
        ({"role": "ansvarig", "from_on": TOMORROW}, False),  # not yet
        (None, False),
    ],
)
def test_an_officer_tells_of_what_a_department_of_theirs_carries_today(
    settings, department_a, officer_a, row, may_tell
):
    settings.DEMO_TODAY = TODAY
    activity = ActivityFactory()
    if row:
        ResponsibilityFactory(activity=activity, department=department_a, **row)

    assert officer_a.has_perm("actionplan.add_statusupdate", activity) is may_tell


@pytest.mark.parametrize(
    ("department", "may_tell"),
    [
        ({}, True),
        ({"is_external": True}, False),
        ({"valid_to": YESTERDAY}, False),
        ({"valid_from": TOMORROW}, False),
    ],
)
def test_all_departments_are_the_internal_ones_valid_today(settings, department, may_tell):
    settings.DEMO_TODAY = TODAY
    officer = UserFactory(role=Role.OFFICER, departments=[DepartmentFactory(**department)])
    activity = ActivityFactory(all_participate=True)

    assert officer.has_perm("actionplan.add_statusupdate", activity) is may_tell


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.ADMINISTRATOR, None])
def test_membership_counts_only_for_officers(department_a, role):
    member = UserFactory(role=role, departments=[department_a])
    activity = ActivityFactory(responsible=department_a)

    assert not member.has_perm("actionplan.add_statusupdate", activity)


def test_the_chief_tells_of_everything(chief):
    assert chief.has_perm("actionplan.add_statusupdate", ActivityFactory())


def sees_contacts(user, company):
    return user.has_perm("actionplan.see_contacts_of_company", company)


def test_contacts_of_a_company_are_not_those_of_the_one_proposal_a_department_was_sent(department_a, officer_a):
    """The contact of the proposal is met on its own page (`see_contact`); the company's others are nobody's business."""
    company = CompanyFactory()
    asked = AnchoringFactory(proposal=ProposalFactory(company=company), department=department_a)

    assert (sees_contacts(officer_a, company), officer_a.has_perm("actionplan.see_contact", asked.proposal)) == (
        False,
        True,
    )


def test_a_member_of_a_group_was_sent_with_its_lead(department_a, officer_a, officer_b):
    lead = ProposalFactory()
    member = ProposalFactory(lead=lead)
    AnchoringFactory(proposal=lead, department=department_a)

    assert [user.has_perm("actionplan.see_contact", member) for user in (officer_a, officer_b)] == [True, False]


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.CHIEF, True), (Role.ADMINISTRATOR, True), (Role.OFFICER, False), (Role.COUNCIL, False), (None, False)],
)
def test_contacts_of_a_company_that_nobody_was_asked_about(role, sees):
    assert sees_contacts(UserFactory(role=role), CompanyFactory()) is sees


@pytest.mark.parametrize("role", [Role.COUNCIL, None])
def test_membership_without_the_role_shows_no_contact(department_a, role):
    member = UserFactory(role=role, departments=[department_a])
    anchoring = AnchoringFactory(proposal=ProposalFactory(company=CompanyFactory()), department=department_a)

    assert not sees_contacts(member, anchoring.proposal.company)
