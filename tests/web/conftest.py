"""A site over a small archive in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.fakes import make_services
from webapp import Services, create_app


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_services(tmp_path)


@pytest.fixture
def client(services: Services) -> FlaskClient:
    return create_app(services).test_client()


@pytest.fixture
def public(tmp_path: Path) -> FlaskClient:
    return create_app(make_services(tmp_path, mode="public")).test_client()
