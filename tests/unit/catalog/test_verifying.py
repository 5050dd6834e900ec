"""Each kind of damage is found, and named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, update

from indexer.catalog.tables import DocumentRow, LedgerRow, PageContentRow, PageRow
from indexer.catalog.verifying import check_catalog
from tests.unit.catalog.made import Archive, page, sha

_DAMAGE: dict[str, Callable[[], object]] = {
    "pages_missing": lambda: delete(PageRow).where(PageRow.number == 2),
    "content_missing": lambda: delete(PageContentRow),
    "sums_differ": lambda: update(DocumentRow).values(pages_readable=1),
    "pages_forgotten": lambda: update(PageRow).where(PageRow.number == 1).values(outcome="waiting"),
    "no_way_on": lambda: update(DocumentRow).values(outcome="waiting"),
    "stuck": lambda: update(LedgerRow).where(LedgerRow.step == "index").values(state="running", lease_until=5.0),
}


class _Originals:
    def __init__(self, *ids: str, changed: bool = False) -> None:
        self._ids, self._changed = ids, changed

    def all(self) -> object:
        return iter(self._ids)

    def verify(self, sha256: str) -> bool:
        return not self._changed


def _kinds(archive: Archive, originals: _Originals) -> set[str]:
    return {one.kind for one in check_catalog(archive.database, originals)}  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(_DAMAGE))
def test_damage_is_found(archive: Archive, kind: str) -> None:
    document = archive.whole("a.pdf", [page(1), page(2)])
    assert _kinds(archive, _Originals(document)) == set()
    with archive.database.write() as connection:
        connection.execute(_DAMAGE[kind]())  # type: ignore[call-overload]
    assert kind in _kinds(archive, _Originals(document))


def test_originals_are_compared_with_documents(archive: Archive) -> None:
    document = archive.whole("a.pdf", [page(1)])
    assert _kinds(archive, _Originals()) == {"original_missing"}
    assert _kinds(archive, _Originals(document, sha("other"))) == {"original_unknown"}
    assert _kinds(archive, _Originals(document, changed=True)) == {"original_changed"}
