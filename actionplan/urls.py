"""Every route of the app in one readable list."""

from allauth.account import views as allauth
from django.urls import path, re_path

from actionplan.views import (
    accounts,
    activities,
    activity_list,
    areas,
    carried,
    dashboard,
    departments,
    followup,
    pages,
)

urlpatterns = [
    path("", pages.start, name="start"),
    path("oversikt/", dashboard.dashboard, name="dashboard"),
    path("mina/", followup.my_activities, name="my_activities"),
    path("aktiviteter/", activity_list.activity_list, name="activity_list"),
    path("aktiviteter/tidslinje/", activity_list.activity_timeline, name="activity_timeline"),
    path("aktiviteter/export/", activity_list.activity_export, name="activity_export"),
    path("aktiviteter/<int:pk>/", activities.activity_detail, name="activity_detail"),
    path("aktiviteter/<int:pk>/uppdatera/", followup.status_update_add, name="status_update_add"),
    path("aktiviteter/<int:pk>/stammer/", followup.status_update_confirm, name="status_update_confirm"),
    path("omraden/<int:number>/", areas.area_detail, name="area_detail"),
    path("forvaltningar/", departments.department_list, name="department_list"),
    path("forvaltningar/<int:pk>/", departments.department_detail, name="department_detail"),
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
