"""The connection to a cluster, and what its failures mean to the rest of the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from elastic_transport import TlsError
from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    Elasticsearch,
    NotFoundError,
    TransportError,
    UnsupportedProductError,
)

from indexer.errors import ConfigError, IndexMissing, QueryError, Unavailable
from indexer.secret_files import read_secret
from indexer.settings import ElasticsearchSettings

LEAST_MAJOR = 9
_BUSY = frozenset((408, 429, 502, 503, 504))
_OTHER_FIELDS = "query_shard_exception"
"""A query that asks of a field what it is not made for: ours are made for all that we ask."""
_TOO_COMPLEX = ("too_complex", "too complex", "nested depth", "too_many_clauses", "too_many_nested_clauses")


def connect(settings: ElasticsearchSettings) -> Elasticsearch:
    """A client for the cluster, safe for many threads. Nothing is sent yet.

    Raises:
        ConfigError: no address is set, a key and a user are set at once, or a file of one of them cannot be read.
    """
    urls = settings.urls.split()
    if not urls:
        raise ConfigError("elasticsearch.urls is empty: name the cluster, such as https://search.example.org:9200")
    return Elasticsearch(
        urls,
        api_key=_api_key(settings),
        basic_auth=_user(settings),
        ca_certs=cast(str, settings.ca_file or None),
        request_timeout=settings.request_timeout_s,
        max_retries=2,
        retry_on_timeout=False,
    )


def check_version(client: Elasticsearch) -> None:
    """Raises ConfigError when a node is older than the client can speak to, Unavailable when no node answers."""
    with understood():
        nodes: dict[str, Any] = client.nodes.info(metric="os", filter_path="nodes.*.version")["nodes"]
    versions = sorted({str(node["version"]) for node in nodes.values()})
    if any(int(version.split(".")[0]) < LEAST_MAJOR for version in versions):
        raise ConfigError(f"Elasticsearch {', '.join(versions)} is too old: version {LEAST_MAJOR} or newer is needed")


@contextmanager
def understood() -> Iterator[None]:
    """Turns the client's errors into ours: what may pass is Unavailable, what a person must mend ConfigError."""
    try:
        yield
    except (AuthenticationException, AuthorizationException) as error:
        if "block" in str(error):
            raise Unavailable(f"Elasticsearch refuses to write: {_said(error)}. Is its disk full?") from error
        raise ConfigError(
            f"Elasticsearch refuses the key in elasticsearch.api_key_file, or the user: {_said(error)}"
        ) from error
    except UnsupportedProductError as error:
        raise ConfigError("What answers at elasticsearch.urls is not Elasticsearch") from error
    except NotFoundError as error:
        raise IndexMissing("The search index is not there and must be rebuilt: ati reindex") from error
    except TlsError as error:
        raise ConfigError(
            f"The certificate of Elasticsearch is not trusted (elasticsearch.ca_file): {error}"
        ) from error
    except ApiError as error:
        raise _meant(error) from error
    except TransportError as error:
        raise Unavailable(f"Elasticsearch does not answer: {error.message}. Is the cluster up?") from error


def _meant(error: ApiError) -> Exception:
    said = _said(error)
    if error.status_code in _BUSY:
        return Unavailable(f"Elasticsearch is busy or a part of the index is missing: {said}")
    if any(word in str(error.body) for word in _TOO_COMPLEX):
        return QueryError("A pattern in this query is too complex for the search engine: use fewer “?” after “*”.")
    if said == _OTHER_FIELDS:
        return IndexMissing("The search index must be rebuilt: ati reindex")
    return ConfigError(f"Elasticsearch refuses a request: {said}")


def _said(error: ApiError) -> str:
    """The cluster's first reason, cut: never a whole body, which would quote the request."""
    body = error.body if isinstance(error.body, dict) else {}
    cause = body.get("error", {})
    causes = cause.get("root_cause") or [cause] if isinstance(cause, dict) else [{"type": cause}]
    return str(causes[0].get("type") or error.message)[:200]


def _api_key(settings: ElasticsearchSettings) -> str | None:
    if not settings.api_key_file:
        return None
    if settings.user:
        raise ConfigError("elasticsearch.user and elasticsearch.api_key_file are both set: take one away")
    return read_secret(settings.api_key_file, "elasticsearch.api_key_file")


def _user(settings: ElasticsearchSettings) -> tuple[str, str] | None:
    if not settings.user:
        return None
    return settings.user, read_secret(settings.password_file, "elasticsearch.password_file")
