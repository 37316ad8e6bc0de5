"""The headers of every answer, by what the answer is: a page, a file of somebody's, or anything else."""

from collections.abc import Mapping, Sequence

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

Policy = Mapping[str, Sequence[str | bool]]

# The page may ask for the microphone, to record a voice; for nothing else, and nobody in a frame for anything.
FORBIDDEN = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "midi", "payment",
    "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(["microphone=(self)", *(f"{name}=()" for name in FORBIDDEN)]),
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
