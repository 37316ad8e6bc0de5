"""What every route answers to everyone: the table that a new route must be written into.

A row says, for the methods before the colon, the status for each of ``VIEWERS``: anonymous, stranger, colleague
while nothing is shared, colleague while the row is shared, ex-member, staff, owner. ``2`` means any 2xx.
"""

from typing import Final

Row = str
# What belongs to somebody: a stranger and staff are told that it is not there, never that they may not.
SEE_PAGE: Final[Row] = "302 404 404 200 404 404 200"
ACT_PAGE: Final[Row] = "302 404 404 403 404 404 23"
SEE: Final[Row] = "401 404 404 200 404 404 200"
ACT: Final[Row] = "401 404 404 403 404 404 24"
# The owner's alone, also to look at: a colleague to whom it is shared is told that they may not.
MINE_PAGE: Final[Row] = "302 404 404 403 404 404 200"
MINE: Final[Row] = "401 404 404 403 404 404 200"
# Who began it, alone: nobody else is told that it is there.
BEGUN_PAGE: Final[Row] = "302 404 404 404 404 404 200"
BEGUN: Final[Row] = "401 404 404 404 404 404 200"
# Wants a row that was deleted before, or failed: what is there as it should be answers 409 to its owner.
AGAIN_PAGE: Final[Row] = "302 404 404 403 404 404 4"
TOLD_PAGE: Final[Row] = "302 404 404 403 404 404 302"  # a slip is told on the page where it was made
AGAIN: Final[Row] = "401 404 404 403 404 404 4"
# One's own lists and forms: everyone has them, with nothing of others in them. An empty form is refused.
OWN_PAGE: Final[Row] = "302 200 200 200 200 200 200"
OWN_FORM: Final[Row] = "302 24 24 24 24 24 24"
OWN: Final[Row] = "401 200 200 200 200 200 200"
OWN_BODY: Final[Row] = "401 4 4 4 4 4 4"
OPEN: Final[Row] = "2 2 2 2 2 2 2"
OPEN_BODY: Final[Row] = "4 4 4 4 4 4 4"
# allauth's pages: to the form, to the sign-in page, or on; each shows at most the reader's own account.
ACCOUNT: Final[Row] = "234 234 234 234 234 234 234"

TABLE: Final[dict[str, dict[str, Row]]] = {
    "/": {"GET": OPEN},
    "/healthz": {"GET": OPEN},
    "/healthz/": {"GET": OPEN},
    "/api/schema": {"GET": OPEN},
    "/api/docs": {"GET": OPEN},
    "/i18n/setlang/": {"POST": ACCOUNT},
    "/dashboard/": {"GET": OWN_PAGE},
    "/account/": {"GET": OWN_PAGE, "POST": OWN_FORM},
    "/account/delete/": {"GET": OWN_PAGE, "POST": "302 234 234 234 234 234 234"},
    "/generate/": {"GET": OWN_PAGE, "POST": OWN_FORM},
    "/generate/preview/": {"GET": "302 302 302 302 302 302 302", "POST": OWN_FORM},
    "/history/": {"GET": OWN_PAGE},
    "/history/deleted/": {"GET": OWN_PAGE},
    "/voices/": {"GET": OWN_PAGE},
    "/voices/presets/x/audio/": {"GET": OPEN_BODY},
    "/voices/{id}/describe/": {"POST": "302 404 404 403 404 404 4"},
    "/voices/{id}/share/": {"POST": ACT_PAGE},
    "/voices/{id}/trend/": {"GET": SEE_PAGE},
    "/voices/{id}/compare/": {"POST": TOLD_PAGE},
    "/voices/{id}/versions/": {"GET": SEE_PAGE},
    "/voices/{id}/versions/learn/": {"POST": TOLD_PAGE},
    "/voices/{id}/versions/learn-takes/": {"POST": TOLD_PAGE},
    "/voices/versions/{id}/": {"GET": SEE_PAGE},
    "/voices/versions/{id}/label/": {"POST": ACT_PAGE},
    "/voices/versions/{id}/roll-back/": {"POST": AGAIN_PAGE},
    "/voices/notices/{id}/seen/": {"POST": ACT_PAGE},
    "/voices/comparisons/{id}/": {"GET": BEGUN_PAGE, "POST": BEGUN_PAGE.replace("200", "4")},
    "/voices/comparisons/{id}/left/": {"GET": BEGUN_PAGE},
    "/voices/comparisons/{id}/right/": {"GET": BEGUN_PAGE},
    "/takes/{id}/audio/": {"GET": SEE_PAGE},
    "/takes/{id}/good/": {"POST": ACT_PAGE},
    "/jobs/{id}/clips/": {"GET": SEE_PAGE},
    "/jobs/{id}/read-again/": {"POST": TOLD_PAGE},
    "/voices/new/": {"GET": OWN_PAGE, "POST": OWN_FORM},
    "/voices/{id}/samples/": {"GET": MINE_PAGE, "POST": "302 404 404 403 404 404 4"},
    "/voices/{id}/learn/": {"POST": AGAIN_PAGE},
    "/samples/{id}/card/": {"GET": MINE_PAGE},
    "/samples/{id}/audio/": {"GET": MINE_PAGE},
    "/samples/{id}/leave-out/": {"POST": ACT_PAGE},
    "/samples/{id}/transcript/": {"POST": ACT_PAGE},
    "/samples/{id}/check-again/": {"POST": AGAIN_PAGE},
    "/samples/{id}/delete/": {"POST": AGAIN_PAGE},
    "/trials/{id}/audio/": {"GET": SEE_PAGE},
    "/voices/{id}/": {"GET": SEE_PAGE},
    "/voices/{id}/card/": {"GET": SEE_PAGE},
    "/voices/{id}/audio/": {"GET": MINE_PAGE},
    "/voices/{id}/consent/": {"POST": "302 404 404 403 404 404 24"},
    "/voices/{id}/revoke/": {"POST": ACT_PAGE},
    "/voices/{id}/retry/": {"POST": AGAIN_PAGE},
    "/voices/{id}/delete/": {"POST": ACT_PAGE},
    "/reading/": {"GET": OWN_PAGE, "POST": OWN_FORM},
    "/documents/": {"GET": OWN_PAGE, "POST": OWN_FORM},
    "/documents/deleted/": {"GET": OWN_PAGE},
    "/documents/{id}/": {"GET": SEE_PAGE},
    "/documents/{id}/card/": {"GET": SEE_PAGE},
    "/documents/{id}/file/": {"GET": SEE_PAGE},
    "/documents/{id}/file/delete/": {"POST": ACT_PAGE},
    "/documents/{id}/password/": {"POST": AGAIN_PAGE},
    "/documents/{id}/asides/": {"POST": "302 404 404 403 404 404 4"},
    "/documents/{id}/rename/": {"POST": "302 404 404 403 404 404 4"},
    "/documents/{id}/edit/": {"GET": SEE_PAGE},
    "/documents/{id}/edit/doubt/": {"GET": "302 404 404 302 404 404 302"},
    "/documents/{id}/edit/find/": {"GET": "302 404 404 403 404 404 200", "POST": "302 404 404 403 404 404 4"},
    "/documents/{id}/edit/undo/": {"POST": "302 404 404 403 404 404 302"},
    "/documents/{id}/edit/again/": {"POST": ACT_PAGE},
    "/documents/{id}/pages/1.webp": {"GET": SEE_PAGE},
    "/sections/{id}/edit/": {"GET": SEE_PAGE, "POST": "302 404 404 403 404 404 4"},
    "/chapters/{id}/edit/": {"POST": "302 404 404 403 404 404 4"},
    "/documents/{id}/reading/": {"GET": SEE_PAGE, "POST": "302 404 404 4 404 404 4"},
    "/documents/{id}/retry/": {"POST": AGAIN_PAGE},
    "/documents/{id}/delete/": {"POST": ACT_PAGE},
    "/documents/{id}/restore/": {"POST": AGAIN_PAGE},
    "/documents/{id}/purge/": {"POST": AGAIN_PAGE},
    "/pronunciations/": {"GET": OWN_PAGE},
    "/pronunciations/new/": {"GET": OWN_PAGE, "POST": OWN_FORM},
    "/pronunciations/import/": {"GET": OWN_PAGE, "POST": OWN_FORM},
    "/pronunciations/export/": {"GET": OWN_PAGE},
    "/pronunciations/{id}/": {"GET": "302 404 404 403 404 404 200", "POST": ACT_PAGE.replace("23", "24")},
    "/pronunciations/{id}/delete/": {"POST": ACT_PAGE},
    "/pronunciations/{id}/restore/": {"POST": AGAIN_PAGE},
    "/jobs/{id}/": {"GET": SEE_PAGE},
    "/jobs/{id}/card/": {"GET": SEE_PAGE},
    "/jobs/{id}/audio/": {"GET": SEE_PAGE},
    "/jobs/{id}/cancel/": {"POST": AGAIN_PAGE},
    "/jobs/{id}/retry/": {"POST": AGAIN_PAGE},
    "/jobs/{id}/delete/": {"POST": ACT_PAGE},
    "/jobs/{id}/restore/": {"POST": AGAIN_PAGE},
    "/jobs/{id}/purge/": {"POST": AGAIN_PAGE},
    "/api/auth/register": {"POST": OPEN_BODY},
    "/api/auth/login": {"POST": OPEN_BODY},
    "/api/auth/refresh": {"POST": OPEN_BODY},
    "/api/auth/logout": {"POST": OPEN_BODY},
    "/api/auth/me": {"GET": OWN},
    "/api/v1/account": {"DELETE": OWN_BODY},
    "/api/voice-profiles/upload": {"POST": OWN_BODY},
    "/api/voice-profiles": {"GET": OWN},
    "/api/voice-profiles/{id}": {"GET": SEE, "DELETE": ACT},
    "/api/voice-profiles/{id}/consent": {"POST": ACT},
    "/api/voice-profiles/{id}/audio": {"GET": MINE},
    "/api/v1/voices": {"GET": OWN},
    "/api/v1/voices/presets": {"GET": OWN},
    "/api/v1/voices/{id}": {"GET": SEE, "PATCH": ACT},
    "/api/v1/voices/{id}/versions": {"GET": SEE, "POST": ACT},
    "/api/v1/voices/{id}/trend": {"GET": SEE},
    "/api/v1/voices/{id}/comparisons": {"GET": SEE, "POST": ACT},
    "/api/v1/voices/{id}/learn-from-takes": {"POST": AGAIN},
    "/api/v1/voice-versions/{id}": {"GET": SEE, "PATCH": ACT},
    "/api/v1/voice-versions/{id}/roll-back": {"POST": AGAIN},
    "/api/v1/voice-comparisons/{id}": {"GET": BEGUN, "POST": BEGUN.replace("200", "4")},
    "/api/v1/voice-comparisons/{id}/left": {"GET": BEGUN},
    "/api/v1/voice-comparisons/{id}/right": {"GET": BEGUN},
    "/api/v1/voice-notices/{id}/seen": {"POST": ACT},
    "/api/v1/takes/{id}": {"PATCH": ACT},
    "/api/v1/takes/{id}/audio": {"GET": SEE},
    "/api/v1/generation/{id}/clips": {"GET": SEE},
    "/api/v1/generation/{id}/read-again": {"POST": AGAIN},
    "/api/v1/voices/new": {"POST": OWN_BODY},
    "/api/v1/voices/scripts": {"GET": OWN},
    "/api/v1/voices/{id}/samples": {"GET": MINE, "POST": ACT},
    "/api/v1/voices/{id}/learn": {"POST": AGAIN},
    "/api/v1/samples/{id}": {"GET": MINE, "PATCH": ACT, "DELETE": AGAIN},
    "/api/v1/samples/{id}/audio": {"GET": MINE},
    "/api/v1/trials/{id}/audio": {"GET": SEE},
    "/api/documents/upload": {"POST": OWN_BODY},
    "/api/documents": {"GET": OWN},
    "/api/documents/{id}": {"GET": SEE, "DELETE": ACT},
    "/api/documents/{id}/file": {"GET": SEE},
    "/api/v1/documents/{id}": {"PATCH": ACT},
    "/api/v1/documents/{id}/restore": {"POST": AGAIN},
    "/api/v1/documents/{id}/password": {"POST": AGAIN},
    "/api/v1/documents/{id}/original": {"DELETE": ACT},
    "/api/v1/documents/{id}/pages/1": {"GET": SEE},
    "/api/v1/documents/{id}/choices": {"GET": SEE, "POST": ACT},
    "/api/v1/choices/{id}": {"DELETE": ACT},
    "/api/v1/documents/{id}/chapters": {"GET": SEE},
    "/api/v1/documents/{id}/sections": {"GET": SEE},
    "/api/v1/documents/{id}/replace": {"POST": ACT},
    "/api/v1/documents/{id}/undo": {"POST": AGAIN},
    "/api/v1/documents/{id}/read-again": {"POST": ACT},
    "/api/v1/chapters/{id}": {"PATCH": ACT},
    "/api/v1/chapters/{id}/merge": {"POST": AGAIN},
    "/api/v1/chapters/{id}/split": {"POST": ACT},
    "/api/v1/sections/{id}": {"PATCH": ACT},
    "/api/v1/sections/{id}/restore": {"POST": ACT},
    "/api/v1/sections/{id}/split": {"POST": ACT},
    "/api/v1/text/preview": {"GET": OWN_BODY, "POST": OWN_BODY},
    "/api/v1/pronunciations": {"GET": OWN, "POST": OWN_BODY},
    "/api/v1/pronunciations/hits": {"POST": OWN_BODY},
    "/api/v1/pronunciations/import": {"POST": OWN_BODY},
    "/api/v1/pronunciations/export": {"GET": OWN},
    "/api/v1/pronunciations/{id}": {"GET": SEE, "PATCH": ACT, "DELETE": ACT},
    "/api/v1/pronunciations/{id}/restore": {"POST": AGAIN},
    "/api/generation/create": {"POST": OWN_BODY},
    "/api/generation/history": {"GET": OWN},
    "/api/generation/{id}": {"GET": SEE, "DELETE": ACT},
    "/api/generation/{id}/audio": {"GET": SEE},
    "/api/generation/{id}/cancel": {"POST": AGAIN},
    "/api/generation/{id}/retry": {"POST": AGAIN},
    "/api/v1/generation/{id}/restore": {"POST": AGAIN},
    "/api/jobs/{id}": {"GET": SEE},
    **{
        f"/accounts/{name}": {"GET": ACCOUNT, "POST": ACCOUNT}
        for name in (
            "login/", "logout/", "inactive/", "signup/", "reauthenticate/", "email/", "confirm-email/",
            "password/change/", "password/set/", "password/reset/", "password/reset/done/",
            "password/reset/key/done/", "password/reset/key/{uid}-{key}/", "confirm-email/{key}/",
            "login/code/confirm/", "2fa/", "2fa/authenticate/", "2fa/reauthenticate/", "2fa/totp/activate/",
            "2fa/totp/deactivate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/",
            "2fa/recovery-codes/download/", "sessions/",
        )
    },
}  # fmt: skip
KINDS: Final[dict[str, tuple[str, ...]]] = {  # which of the owner's things a route names
    "/voices/": ("voice",),
    "/samples/": ("sample",),
    "/api/v1/samples/": ("sample",),
    "/trials/": ("trial",),
    "/voices/versions/": ("voice_task",),
    "/api/v1/voice-versions/": ("voice_task",),
    "/voices/notices/": ("notice",),
    "/api/v1/voice-notices/": ("notice",),
    "/voices/comparisons/": ("comparison",),
    "/api/v1/voice-comparisons/": ("comparison",),
    "/takes/": ("take",),
    "/api/v1/takes/": ("take",),
    "/api/v1/trials/": ("trial",),
    "/api/v1/voices/": ("voice",),
    "/api/voice-profiles/": ("voice",),
    "/documents/": ("document",),
    "/documents/{id}/pages/": ("sheet",),
    "/api/v1/documents/{id}/pages/": ("sheet",),
    "/sections/": ("section",),
    "/chapters/": ("chapter",),
    "/api/documents/": ("document",),
    "/api/v1/documents/": ("document",),
    "/api/v1/choices/": ("choice",),
    "/api/v1/chapters/": ("chapter",),
    "/api/v1/sections/": ("section",),
    "/pronunciations/": ("rule", "document_rule"),
    "/api/v1/pronunciations/": ("rule", "document_rule"),
    "/jobs/": ("job", "pasted"),
    "/api/generation/": ("job", "pasted"),
    "/api/v1/generation/": ("job",),
    "/api/jobs/": ("job", "voice_task", "document_task"),
}


def allows(cell: str, status: int) -> bool:
    """Whether a cell (``404``, or first digits like ``23``) is what was answered."""
    return str(status) == cell if len(cell) == 3 and cell not in {"234"} else str(status)[0] in cell


def kinds_of(route: str) -> tuple[str, ...]:
    longest = max((prefix for prefix in KINDS if route.startswith(prefix)), key=len)
    return KINDS[longest]
