"""Who may what: for every route, what each role is answered when it reads, and when it sends an empty form."""

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
DRAFTS = (302, 404, 404, 404, 404, 200, 404)
CORRECTS = (302, 404, 403, 403, 403, 200, 403)
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
CHIEF_LOOKS_FIRST = (200, 404, 404, 403, 403, 200, 403)
DRAFTS_FILL_IN = (200, 404, 404, 404, 404, 400, 404)
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
    "company_merge": (CHIEF, CHIEF_FILLS_IN),
    "company_remove": (CHIEF, CHIEF_FILLS_IN),
    "contact_create": (CHIEF, CHIEF_FILLS_IN),
    "contact_edit": (CHIEF, CHIEF_FILLS_IN),
    "contact_remove": (REMOVERS, REMOVERS_FILL_IN),
    "contact_expired": (REMOVERS, REMOVERS_FILL_IN),
    "plan_detail": (READERS, READ_ONLY),
    "plan_edit": (CHIEF, CHIEF_FILLS_IN),
    "plan_create": (CHIEF, CHIEF_FILLS_IN),
    "plan_close": (CHIEF, CHIEF_FILLS_IN),
    "activity_settle": (CHIEF, CHIEF_FILLS_IN),
    "document_create": (CHIEF, CHIEF_LOOKS_FIRST),
    "document_detail": (READERS, READ_ONLY),
    "document_file": (READERS, READ_ONLY),
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
    "anchoring_withdraw": (CHIEF, CHIEF_FILLS_IN),
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
    "round_list": (READERS, READ_ONLY),
    "round_detail": (READERS, READ_ONLY),
    "round_create": (CHIEF, CHIEF_FILLS_IN),
    "round_edit": (CHIEF, CHIEF_FILLS_IN),
    "round_open": (CHIEF_CHOOSES_FIRST, CHIEF_FILLS_IN),  # the round here is open already
    "round_lock": (CHIEF, CHIEF_FILLS_IN),
    "round_unlock": (CHIEF_CHOOSES_FIRST, CHIEF_FILLS_IN),
    "round_remind": (CHIEF, CHIEF_FILLS_IN),
    "round_review": (CHIEF, CHIEF_FILLS_IN),
    "round_review_shown": ((302,) + (405,) * 6, (200, 404, 404, 403, 403, 302, 403)),
    "report_list": (REPORTS, READ_ONLY),
    "report_create": (CHIEF, CHIEF_FILLS_IN),
    "report_mail": ((302,) + (405,) * 6, (200, 404, 302, 403, 403, 403, 403)),
    "report_detail": (REPORTS, OPEN_READ_ONLY),
    "report_edit": (DRAFTS, DRAFTS_FILL_IN),
    "report_publish": (DRAFTS, DRAFTS_FILL_IN),
    "report_correct": (CORRECTS, (200, 404, 403, 403, 403, 400, 403)),
    "report_remove": (DRAFTS, DRAFTS_FILL_IN),
    "report_notify": ((302,) + (405,) * 6, (200, 404, 403, 403, 403, 302, 403)),
    "report_preview": (DRAFTS, READ_ONLY),
    "report_file": (REPORTS, OPEN_READ_ONLY),
    "since_meeting": (REPORTS, OPEN_READ_ONLY),
    "report_summary": (REPORTS, OPEN_READ_ONLY),
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
