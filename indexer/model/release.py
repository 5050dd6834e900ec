"""What an institution disclosed for one request, and where its description came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileDescription:
    """What `release.toml` says of one file. None: not stated. Dates are EDTF."""

    name: str
    title: str | None = None
    date: str | None = None
    author: str | None = None
    language: str | None = None
    password_env: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """One release.

    Attributes:
        id: `institution/request-number`, else `unknown/<folder name>`; unique in the archive, safe in a URL.
        institution: id in config/organisations.csv, else the name as given, else None.
        regime: `atia_ca`, `privacy_ca`, `cea_ca`, `foia_us`, `foi_uk`; None is unknown.
        released: EDTF date or None.
        basis: where the description was read: "manifest", "letter" or "unknown".
    """

    id: str
    name: str
    institution: str | None = None
    request_number: str | None = None
    regime: str | None = None
    released: str | None = None
    disposition: str | None = None
    summary_en: str | None = None
    summary_fr: str | None = None
    source_url: str | None = None
    basis: str = "unknown"
