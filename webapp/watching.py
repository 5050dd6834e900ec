"""Each request is counted and, where the settings want it, logged: by view, never by what was asked."""

from __future__ import annotations

import logging
import time
from types import TracebackType

from flask import Flask, Response, g, request

from indexer.logs import ACCESS
from webapp.metrics import Meter

_ACCESS = logging.getLogger(ACCESS)
_LOG = logging.getLogger("webapp")

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WatchedFlask(Flask):
    """Logs a failed request without its address, which may hold a query or a name."""

    def log_exception(self, exc_info: _Raised) -> None:
        """A line with the view and where in the code it broke."""
        _LOG.error("A page could not be made.", exc_info=exc_info, extra=_asked())


def register(app: Flask) -> Meter:
    """Hangs the counting in; gives what counts."""
    meter = Meter()

    def begin() -> None:
        g.began_s = time.perf_counter()

    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("began_s", time.perf_counter())
        meter.request(request.endpoint, response.status_code, seconds)
        answered = {"status": response.status_code, "milliseconds": round(seconds * 1000, 1)}
        _ACCESS.info("A request was answered.", extra={**_asked(), **answered})
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request_funcs.setdefault(None, []).append(end)
    return meter


def _asked() -> dict[str, str]:
    """The view's rule ("/documents/<key>"), not the address: slugs, names and queries stay out of logs."""
    return {"method": request.method, "route": request.url_rule.rule if request.url_rule else "none"}
