"""The table of rights: every route of the site, for every role, read and written to (DESIGN.md section 4).

What a person may not know about answers 404; what they may know but not do, 403; what they may do but have filled in
wrongly (every POST here is empty), 400. The anonymous are shown the way in: 302, or 200 with what they typed.
"""

import datetime as dt

import pytest
from django.apps import apps
from django.urls import URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from actionplan.choices import Role
from actionplan.tests.factories import (
    ActivityFactory,
    AnchoringFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    DecisionFactory,
    DepartmentFactory,
    EventFileFactory,
    MandatePeriodFactory,
    OutboxFactory,
    ProposalActivityFactory,
    ProposalFactory,
    ResponsibilityFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ROLES = ("anonymous", "without role", "council", "officer", "officer elsewhere", "chief", "administrator")

# Who may read, in the order of ROLES.
READERS = (302, 404, 404, 200, 200, 200, 200)
REPORTERS = (302, 404, 404, 200, 200, 200, 403)
CARRIERS = (302, 404, 404, 200, 403, 200, 403)
CHIEF = (302, 404, 404, 403, 403, 200, 403)
CHIEF_NOTHING_TO_REOPEN = (302, 404, 404, 403, 403, 404, 403)
CHIEF_SAYS_WHERE = (302, 404, 404, 403, 403, 404, 403)  # at which event a proposal was said
CHIEF_CHOOSES_FIRST = (302, 404, 404, 403, 403, 302, 403)  # which proposals it is about
REPORTS = (302, 404, 200, 200, 200, 200, 200)
START = (302, 403, 302, 302, 302, 302, 302)
EVERYBODY = (200,) * 7
NOT_SIGNED_IN = (200,) + (302,) * 6
SIGNED_IN = (302,) + (200,) * 6
SENT_ON = (302,) * 7
NOBODY = (404,) * 7
REMOVERS = (302, 404, 404, 403, 403, 200, 200)
ADMINISTRATOR = (302, 404, 404, 404, 404, 404, 200)

# What an empty POST answers.
READ_ONLY = (200,) + (405,) * 6
OPEN_READ_ONLY = (405,) * 7
CARRIERS_FILL_IN = (200, 404, 404, 400, 403, 400, 403)
CARRIERS_CLICK = (200, 404, 404, 302, 403, 302, 403)
CHIEF_FILLS_IN = (200, 404, 404, 403, 403, 400, 403)
CHIEF_SAYS_WHERE_TO_WRITE = (200, 404, 404, 403, 403, 404, 403)
REMOVERS_FILL_IN = (200, 404, 404, 403, 403, 400, 400)
SIGNS_OUT = (302,) * 7
GOES_ON = (200,) + (302,) * 6

TABLE = {
    "start": (START, READ_ONLY),
    "dashboard": (READERS, READ_ONLY),
    "my_activities": (REPORTERS, READ_ONLY),
    "activity_list": (READERS, READ_ONLY),
    "activity_timeline": (READERS, READ_ONLY),
    "activity_export": (READERS, READ_ONLY),
    "activity_detail": (READERS, READ_ONLY),
    "activity_create": (CHIEF, CHIEF_FILLS_IN),
    "activity_edit": (CHIEF, CHIEF_FILLS_IN),
    "activity_close": (CHIEF, CHIEF_FILLS_IN),
    "activity_reopen": (CHIEF_NOTHING_TO_REOPEN, CHIEF_FILLS_IN),
    "activity_hand_over": (CHIEF, CHIEF_FILLS_IN),
    "status_update_add": (CARRIERS, CARRIERS_FILL_IN),
    "status_update_confirm": ((302,) + (405,) * 6, CARRIERS_CLICK),
    "area_detail": (READERS, READ_ONLY),
    "area_edit": (CHIEF, CHIEF_FILLS_IN),
    "department_list": (READERS, READ_ONLY),
    "department_detail": (READERS, READ_ONLY),
    "department_hand_over": (CHIEF, CHIEF_FILLS_IN),
    "company_list": (READERS, READ_ONLY),
    "company_create": (CHIEF, CHIEF_FILLS_IN),
    "company_detail": (READERS, READ_ONLY),
    "company_edit": (CHIEF, CHIEF_FILLS_IN),
    "contact_create": (CHIEF, CHIEF_FILLS_IN),
    "contact_edit": (CHIEF, CHIEF_FILLS_IN),
    "contact_remove": (REMOVERS, REMOVERS_FILL_IN),
    "contact_expired": (REMOVERS, REMOVERS_FILL_IN),
    "plan_detail": (READERS, READ_ONLY),
    "plan_edit": (CHIEF, CHIEF_FILLS_IN),
    "decision_create": (CHIEF, CHIEF_FILLS_IN),
    "decision_edit": (CHIEF, CHIEF_FILLS_IN),
    "event_detail": (READERS, READ_ONLY),
    "event_handout": (READERS, OPEN_READ_ONLY),
    "event_publish": (CHIEF, CHIEF_FILLS_IN),
    "event_letters": (CHIEF, CHIEF_FILLS_IN),
    "letter_settle": ((302,) + (405,) * 6, (200, 404, 404, 403, 403, 302, 403)),
    "period_handout": (READERS, OPEN_READ_ONLY),
    "period_publish": (CHIEF, CHIEF_FILLS_IN),
    "verdict_create": (CARRIERS, CARRIERS_FILL_IN),
    "proposal_list": (READERS, READ_ONLY),
    "proposal_export": (READERS, READ_ONLY),
    "proposal_detail": (READERS, READ_ONLY),
    "proposal_create": (CHIEF_SAYS_WHERE, CHIEF_SAYS_WHERE_TO_WRITE),
    "proposal_edit": (CHIEF, CHIEF_FILLS_IN),
    "proposal_split": (CHIEF, CHIEF_FILLS_IN),
    "proposal_remove": (CHIEF, CHIEF_FILLS_IN),
    "proposal_separate": (CHIEF_NOTHING_TO_REOPEN, CHIEF_FILLS_IN),
    "proposal_send": (CHIEF_CHOOSES_FIRST, CHIEF_FILLS_IN),
    "proposal_merge": (CHIEF_CHOOSES_FIRST, CHIEF_FILLS_IN),
    "proposal_decide": (CHIEF, CHIEF_FILLS_IN),
    "proposal_accept": (CHIEF, CHIEF_FILLS_IN),
    "anchoring_answer": (CARRIERS, CARRIERS_FILL_IN),
    "event_list": (READERS, READ_ONLY),
    "event_create": (CHIEF, CHIEF_FILLS_IN),
    "event_edit": (CHIEF, CHIEF_FILLS_IN),
    "event_remove": (CHIEF, CHIEF_FILLS_IN),
    "event_write": (CHIEF, CHIEF_FILLS_IN),
    "event_paste": (CHIEF, CHIEF_FILLS_IN),
    "event_company": ((302,) + (405,) * 6, CHIEF_FILLS_IN),
    "event_file_add": (CHIEF, CHIEF_FILLS_IN),
    "event_file": (READERS, READ_ONLY),
    "event_file_remove": (CHIEF, CHIEF_FILLS_IN),
    "report_list": (REPORTS, READ_ONLY),
    "accessibility": (EVERYBODY, OPEN_READ_ONLY),
    "health": (EVERYBODY, OPEN_READ_ONLY),
    "account_login": (NOT_SIGNED_IN, NOT_SIGNED_IN),
    "demo_login": (NOBODY, NOBODY),
    "carried_reopen": ((302,) + (405,) * 6, GOES_ON),
    "account_inactive": (EVERYBODY, OPEN_READ_ONLY),
    "account_logout": (SIGNED_IN, SIGNS_OUT),
    "account_change_password": (SIGNED_IN, EVERYBODY),
    "account_set_password": (SENT_ON, GOES_ON),
    "account_reset_password": (EVERYBODY, EVERYBODY),
    "account_reset_password_done": (EVERYBODY, OPEN_READ_ONLY),
    "account_reset_password_from_key": (EVERYBODY, EVERYBODY),
    "account_reset_password_from_key_done": (EVERYBODY, OPEN_READ_ONLY),
}


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
    numbers = {"election_year": year, "number": activity.area.number, "uidb36": "1", "key": "abc-def"}
    keys = {"department": department_a.pk, "decision": decision.pk, "activity": activity.pk, "status": activity.pk}
    keys |= {"contact": contact.pk, "company": contact.company_id}
    keys |= {"event": event.pk, "verdict": proposal.pk, "letter": letter.pk}
    anchoring = AnchoringFactory(department=department_a)
    keys |= {"anchoring": anchoring.pk, "proposal": anchoring.proposal_id}

    file = EventFileFactory(event=event)
    keys |= {"event_file": file.pk, "event_file_remove": file.pk, "event_company": proposal.pk}
    keys |= {"contact_create": contact.company_id}

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
    names = [name for name, entry in own_routes().items() if "pk" in getattr(entry.pattern, "converters", {})]
    missing = [reverse(name, args=[pk]) for name in names for pk in (0, 10**6, 10**30)]

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
