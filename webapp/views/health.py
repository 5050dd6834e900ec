"""Is the site alive, and can it serve: for load balancers, containers and people. Nothing secret is told."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response

from webapp.views.common import json_response, services

RETRY_S = "5"

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """200 as long as this process answers; no other part is asked."""
    return _fresh(json_response({"status": "ok"}))


@blueprint.get("/readyz")
def ready() -> Response:
    """200 when all needed parts answer, else 503; each part with a sentence."""
    parts = services().health()
    is_ready = all(part.sound for part in parts if part.needed)
    response = json_response(
        {"status": "ok" if is_ready else "not_ready", "parts": [asdict(part) for part in parts]},
        200 if is_ready else 503,
    )
    if not is_ready:
        response.headers["Retry-After"] = RETRY_S
    return _fresh(response)


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
