from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """What every page shows of the site itself."""
    return {"app_name": settings.APP_NAME}
