"""From where a consent was given, for its record."""

import hashlib

from django.http import HttpRequest

from lib.throttle import client_address


def of_request(request: HttpRequest) -> dict[str, str]:
    """Address and a hash of the browser's name."""
    agent = request.headers.get("User-Agent", "")
    return {
        "address": client_address(request),
        "agent_sha256": hashlib.sha256(agent.encode()).hexdigest()[:32],
    }
