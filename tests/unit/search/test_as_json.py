"""The JSON of a search is one document, whoever asks."""

from __future__ import annotations

from indexer.model.query import SearchRequest
from indexer.model.record import PageRecord, page_key
from indexer.search.as_json import search_json
from tests.unit.search.fakes import make_service, sha


def test_every_field_of_the_interface_is_there() -> None:
    page = PageRecord(page_key(1, 3), 1, "foreign interference", stamp="000012", facets={"platform": ("wechat",)})
    service, _ = make_service([page])
    found = search_json(service.find_pages(SearchRequest("interference")))
    assert found["understood"] == "interference"
    assert (found["pages"], found["documents"], found["unseen_pages"]) == (1, 1, 0)
    (hit,) = found["hits"]  # type: ignore[misc]
    assert (
        hit
        == {  # type: ignore[has-type]
            "document": sha(1),
            "title": "Report 1",
            "title_matches": [],
            "page": 3,
            "label": "000012",
            "releases": [{"id": "gac/A-2021-00001", "request_number": "A-2021-00001", "institution": "gac"}],
            "score": hit["score"],  # type: ignore[has-type]
            "withheld": False,
            "redacted_share": 0.0,
            "passages": [{"text": "foreign interference", "matches": [[8, 20]], "start": 0}],
            "url": f"/documents/{sha(1)[:12]}/pages/3?q=interference",
        }
    )
    platform = {"value": "wechat", "label": "WeChat", "pages": 1, "documents": 1, "selected": False, "excluded": False}
    assert found["facets"]["platform"] == [platform]  # type: ignore[index]
