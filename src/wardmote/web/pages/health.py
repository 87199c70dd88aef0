"""Whether the application can do its work: for a monitor, without personal data."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from wardmote import __version__


@login_not_required
def show(request: HttpRequest) -> HttpResponse:
    """Says "ok" and the version when the casebook can be read, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(seq) FROM store_trailrecord")
    except DatabaseError:
        return HttpResponse("the casebook cannot be read\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(f"ok {__version__}\n", content_type="text/plain; charset=utf-8")
