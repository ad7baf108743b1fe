"""Every route of the app in one readable list."""

from allauth.account import views as allauth
from django.urls import path, re_path

from actionplan.views import (
    accounts,
    activities,
    activity_edits,
    activity_list,
    areas,
    carried,
    dashboard,
    departments,
    followup,
    handovers,
    pages,
    plans,
)

urlpatterns = [
    path("", pages.start, name="start"),
    path("oversikt/", dashboard.dashboard, name="dashboard"),
    path("mina/", followup.my_activities, name="my_activities"),
    path("aktiviteter/", activity_list.activity_list, name="activity_list"),
    path("aktiviteter/tidslinje/", activity_list.activity_timeline, name="activity_timeline"),
    path("aktiviteter/export/", activity_list.activity_export, name="activity_export"),
    path("aktiviteter/ny/", activity_edits.activity_create, name="activity_create"),
    path("aktiviteter/<int:pk>/", activities.activity_detail, name="activity_detail"),
    path("aktiviteter/<int:pk>/uppdatera/", followup.status_update_add, name="status_update_add"),
    path("aktiviteter/<int:pk>/stammer/", followup.status_update_confirm, name="status_update_confirm"),
    path("aktiviteter/<int:pk>/andra/", activity_edits.activity_edit, name="activity_edit"),
    path("aktiviteter/<int:pk>/avsluta/", activity_edits.activity_close, name="activity_close"),
    path("aktiviteter/<int:pk>/oppna/", activity_edits.activity_reopen, name="activity_reopen"),
    path("aktiviteter/<int:pk>/overlamna/", handovers.activity_hand_over, name="activity_hand_over"),
    path("omraden/<int:number>/", areas.area_detail, name="area_detail"),
    path("omraden/<int:number>/andra/", plans.area_edit, name="area_edit"),
    path("forvaltningar/", departments.department_list, name="department_list"),
    path("forvaltningar/<int:pk>/", departments.department_detail, name="department_detail"),
    path("forvaltningar/<int:pk>/overlamna/", handovers.department_hand_over, name="department_hand_over"),
    path("planen/", plans.plan_detail, name="plan_detail"),
    path("planen/andra/", plans.plan_edit, name="plan_edit"),
    path("planen/beslut/nytt/", plans.decision_create, name="decision_create"),
    path("planen/beslut/<int:pk>/andra/", plans.decision_edit, name="decision_edit"),
    path("rapporter/", pages.report_list, name="report_list"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("halsa/", pages.health, name="health"),
    # Signing in: allauth's views, one by one, under the names it knows them by
    path("logga-in/", accounts.account_login, name="account_login"),
    path("logga-in/demo/", accounts.demo_login, name="demo_login"),
    path("logga-in/fortsatt/", carried.carried_reopen, name="carried_reopen"),
    path("logga-in/avstangt/", allauth.account_inactive, name="account_inactive"),
    path("logga-ut/", allauth.logout, name="account_logout"),
    path("losenord/", allauth.password_change, name="account_change_password"),
    path("losenord/valj/", allauth.password_set, name="account_set_password"),
    path("losenord/glomt/", allauth.password_reset, name="account_reset_password"),
    path("losenord/glomt/skickat/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "losenord/nytt/klart/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
