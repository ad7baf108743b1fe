"""Administration of users and of who works where."""

from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.db.models import QuerySet
from django.http import HttpRequest

from actionplan.admin.base import NounAdmin, yes_no
from actionplan.admin.lookups import LookUpMixin
from actionplan.admin.people_forms import NewPasswordForm, NewUserForm, UserForm
from actionplan.admin.site import site
from actionplan.choices import Role
from actionplan.models import Membership, User
from actionplan.services.people import set_role

_PERSON = {"fields": ["username", "first_name", "last_name", "email"]}


class RoleFilter(admin.SimpleListFilter):
    title = "roll"
    parameter_name = "roll"

    def lookups(self, request, model_admin):
        return Role.choices

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=Role(self.value()).label) if self.value() in Role.values else queryset


class DepartmentInline(LookUpMixin, admin.TabularInline):
    model = Membership
    verbose_name, verbose_name_plural = "förvaltning", "förvaltningar som användaren hör till"
    autocomplete_fields = ["department"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("department").order_by("department__sort_key")


@admin.register(User, site=site)
class UserAdmin(NounAdmin, auth_admin.UserAdmin):
    """One role per user; groups, single rights and superusers are out of reach (services.people.set_role)."""

    form, add_form, change_password_form = UserForm, NewUserForm, NewPasswordForm
    add_form_template = None
    list_display = ["username", "full_name", "email", "role_label", "departments", "active", "last_login"]
    sortable_by = ["username", "email", "active", "last_login"]
    active = yes_no("is_active", "aktiv")
    list_filter = [RoleFilter, "is_active", "memberships__department"]
    search_fields = ["username", "first_name", "last_name", "email"]
    search_help_text = "Sök på namn, användarnamn eller e-postadress."
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, _PERSON),
        ("Konto", {"fields": ["password", "is_active", "role", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, _PERSON), ("Konto", {"fields": ["role", "password1", "password2"]})]
    inlines = [DepartmentInline]
    delete_advice = "Avmarkera i stället ”Aktiv” på användarens sida, så stängs kontot av och historiken finns kvar."

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups", "memberships__department")

    @admin.display(description="namn")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or "–"

    @admin.display(description="roll")
    def role_label(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all()) or "–"

    @admin.display(description="förvaltning")
    def departments(self, user: User) -> str:
        return ", ".join(str(membership.department) for membership in user.memberships.all()) or "–"

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.editor = request.user
        return form

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if obj.role != form.cleaned_data["role"]:
            set_role(obj, form.cleaned_data["role"])

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        user = form.instance
        if user.role == Role.OFFICER and not Membership.objects.filter(user=user).exists():
            messages.warning(request, "Användaren är handläggare men har ingen förvaltning än. Lägg till en nedan.")

    def get_deleted_objects(self, objs: QuerySet | list, request: HttpRequest):
        """Keep whoever the history names, so that it goes on saying who did what; and oneself."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        for user in objs:
            if user == request.user:
                protected.append("Ditt eget konto")
            if self._has_changed_something(user):
                protected.append("Ändringar som användaren har gjort")
        return deleted, counts, lacking, protected

    def _has_changed_something(self, user: User) -> bool:
        histories = [model.history for model in self.admin_site._registry if hasattr(model, "history")]
        return any(history.filter(history_user=user).exists() for history in histories)


@admin.register(Membership, site=site)
class MembershipAdmin(NounAdmin):
    list_display = ["person", "department", "leads"]
    list_filter = ["is_lead", "department"]
    list_select_related = ["user", "department"]
    ordering = ["department__sort_key", "user__username"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "department__sort_key"]
    search_help_text = "Sök på person eller förvaltning."
    autocomplete_fields = ["user", "department"]
    leads = yes_no("is_lead", "leder förvaltningen")

    @admin.display(description="användare", ordering="user__username")
    def person(self, membership: Membership) -> str:
        return membership.user.full_label
