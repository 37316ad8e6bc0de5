"""Pages of the dictionary: translate, make one call inward, translate back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asker import person
from documents.models import PronunciationRule
from documents.pronunciation import selectors, services, transfer, trial
from documents.pronunciation.download import file_response
from documents.pronunciation.forms import RuleFileForm, RuleForm
from documents.pronunciation.words import MOST_WRITTEN
from documents.selectors import get_document
from documents.states import RuleScope
from lib.identifiers import uuid_of
from lib.keyset import page
from lib.pages import show_refusal
from lib.refusals import Refusal, sentence


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What a list is asked for; what makes no sense is not asked for."""
    user, asked = person(request), request.GET
    document_id = uuid_of(asked.get("document", ""))
    document = get_document(user, document_id) if document_id else None
    scope = asked.get("scope", "")
    return {
        "q": asked.get("q", "")[:MOST_WRITTEN].strip(),
        "scope": scope if scope in RuleScope.values else "",
        "document": document,
    }


def _listed(request: HttpRequest, asked: dict[str, Any]) -> Any:
    document = asked["document"]
    return selectors.listed(
        person(request), scope=asked["scope"], document=document and document.public_id, search=asked["q"]
    )


@never_cache
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    found = page(_listed(request, asked), cursor=request.GET.get("cursor", ""))
    context = asked | {"rules": found.rows, "next_cursor": found.next_cursor, "scopes": RuleScope.choices}
    return render(request, "documents/rules.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    form = RuleForm(request.POST or None, user=person(request), initial=_offered(request))
    if request.method != "POST" or not form.is_valid() or "look" in request.POST:
        return _form_page(request, form)
    try:
        services.create_rule(
            by=person(request), scope=form.cleaned_data["scope"], document=form.document_row(), **form.wording()
        )
    except Refusal as refusal:
        return _refused(request, form, refusal)
    messages.success(request, _("Đã lưu quy tắc."))
    return _back(form)


def _offered(request: HttpRequest) -> dict[str, str]:
    """What a link from elsewhere has filled in."""
    asked = request.GET
    offered = {name: asked[name] for name in ("written", "spoken", "scope", "document", "trial") if asked.get(name)}
    return {"scope": RuleScope.DOCUMENT.value} | offered if "document" in offered else offered


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    rule = selectors.get_rule(person(request), public_id)
    form = RuleForm(request.POST or None, user=person(request), rule=rule)
    if request.method != "POST" or not form.is_valid() or "look" in request.POST:
        return _form_page(request, form, rule)
    try:
        services.change_rule(by=person(request), rule=rule, **form.wording())
    except Refusal as refusal:
        return _refused(request, form, refusal, rule)
    messages.success(request, _("Đã lưu quy tắc."))
    return _back(form)


def _back(form: RuleForm) -> HttpResponse:
    document = form.document_row()
    return redirect(reverse("documents:rules") + (f"?document={document.public_id}" if document else ""))


def _refused(
    request: HttpRequest, form: RuleForm, refusal: Refusal, rule: PronunciationRule | None = None
) -> HttpResponse:
    show_refusal(form, refusal)
    return _form_page(request, form, rule)


def _form_page(request: HttpRequest, form: RuleForm, rule: PronunciationRule | None = None) -> HttpResponse:
    """The form; with how its rule would be read when that was asked for."""
    tried = None
    if form.is_bound and form.is_valid():
        try:
            tried = trial.try_rule(
                by=person(request), rule=form.rule(), text=form.cleaned_data["trial"], document=form.document_row()
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
    context = {"form": form, "rule": rule, "trial": tried}
    return render(request, "documents/rules_form.html", context, status=422 if form.errors else 200)


@require_POST
def rule_delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.delete_rule(by=person(request), rule=selectors.get_rule(person(request), public_id))
    undo = reverse("documents:rule_restore", args=[public_id])
    messages.success(request, _("Đã xóa quy tắc."), extra_tags=undo)
    return redirect("documents:rules")


@require_POST
def rule_restore(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.restore_rule(by=person(request), rule=selectors.get_deleted_rule(person(request), public_id))
    messages.success(request, _("Đã lấy lại quy tắc."))
    return redirect("documents:rules")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rule_import(request: HttpRequest) -> HttpResponse:
    form = RuleFileForm(request.POST or None, request.FILES or None, user=person(request), initial=_offered(request))
    report = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            report = transfer.import_rules(
                by=person(request), stream=given["file"], scope=given["scope"], document=form.document_row()
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
    context = {"form": form, "report": report, "left_out": _told(report)}
    return render(request, "documents/rules_import.html", context, status=422 if form.errors else 200)


def _told(report: transfer.Imported | None) -> list[dict[str, Any]]:
    """The rows that were left out, in words."""
    entries = report.left_out if report else []
    return [
        {"number": entry.number, "written": entry.written, "why": sentence(entry.code, entry.params)}
        for entry in entries
    ]


@require_safe
def rule_export(request: HttpRequest) -> HttpResponse:
    return file_response(_listed(request, _asked(request)), request.GET.get("format", "csv"))
