"""Where a form leads back to, when it says so: a path of ours, and nothing that only looks like one."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def asked_back(request: HttpRequest, name: str = "next") -> str:
    """The path in this field (`/inbox/?kind=read`); "" when there is none, or it leads elsewhere."""
    path = request.POST.get(name, "")
    inside = url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure())
    return path if inside and path.startswith("/") else ""
