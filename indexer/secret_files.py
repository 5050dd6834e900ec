"""Secrets are read from files, so that they stand in no environment, command line or settings file."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from indexer.errors import ConfigError


def read_secret(path: str | Path, setting: str) -> str:
    """What the file holds, without the space around it.

    Raises:
        ConfigError: it cannot be read, is empty or is no text; the message names the setting and the file only.
    """
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        raise ConfigError(f"{setting}: {path} holds no text in UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{setting}: {path} cannot be read: {error.strerror or error}") from error
    if not secret:
        raise ConfigError(f"{setting}: {path} is empty")
    return secret


def with_password(url: str, path: str, setting: str) -> str:
    """The URL with the password that the file holds; as it is when no file is named.

    Raises:
        ConfigError: the file cannot be used, there is no URL to use it for, or the URL has a password already.
    """
    if not path:
        return url
    where = f"{setting}.password_file"
    parts = urlsplit(url)
    if not parts.hostname:
        raise ConfigError(f"{where} is set, and {setting}.url names no server that it is for")
    if parts.password:
        raise ConfigError(f"{where} is set, and {setting}.url holds a password too: take one away")
    user, _, address = parts.netloc.rpartition("@")
    secret = quote(read_secret(path, where), safe="")
    return urlunsplit(parts._replace(netloc=f"{user.removesuffix(':')}:{secret}@{address}"))
