"""The headers of every answer, by what the answer is: a page, a file of somebody's, or anything else."""

from collections.abc import Mapping, Sequence

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

Policy = Mapping[str, Sequence[str | bool]]

# Pages ask for nothing, and nobody in a frame for anything; but where a voice is recorded, for the microphone.
FORBIDDEN = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "midi", "payment",
    "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip
NOTHING_ASKED = ", ".join(f"{name}=()" for name in FORBIDDEN)
RECORDING = f"microphone=(self), {NOTHING_ASKED}"
WITH_MICROPHONE = frozenset({"voices:samples"})
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": f"microphone=(), {NOTHING_ASKED}",
}
# A JSON, a script, an image: none of it is a document that loads anything.
NOTHING: Policy = {
    "default-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
}
FILE: Policy = {**NOTHING, "sandbox": [True]}
NOT_KEPT = "private, no-store"
VARIES = ("Cookie", "Authorization", "Accept-Language", "HX-Request")


class HeadersMiddleware(CSPMiddleware):
    """Outermost, so that no answer of the site goes without: not an error, not a redirect, not a static file."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        super().process_response(request, response)
        for name, value in ALWAYS.items():
            response.headers[name] = value
        if request.resolver_match and request.resolver_match.view_name in WITH_MICROPHONE:
            response.headers["Permissions-Policy"] = RECORDING
        # Caches keep nothing of a tenant; "back" after signing out shows nothing. Static files say how long themselves.
        response.headers.setdefault("Cache-Control", NOT_KEPT)
        if "public" not in response.headers["Cache-Control"]:
            patch_vary_headers(response, VARIES)
        return response

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only:
            parts.config = dict(policy_of(response))
        return parts


def policy_of(response: HttpResponseBase) -> Policy:
    """What this answer may load and do in a browser."""
    if "Content-Disposition" in response.headers:
        return FILE
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    page: Policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return page if is_page else NOTHING
