"""A small archive for the contract tests, and generated pages and queries for the differential test."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from indexer.model.record import PageRecord, page_key

WORDS = (
    "foreign", "interference", "election", "elections", "the", "of", "Youli-Youmian", "WeChat", "l'ingérence",
    "étrangère", "etrangere", "Canada's", "A-2021-00073", "干预", "选举", "state-\nowned",
    "inter-\nference", "résumé", "resume",
    "ÉLECTIONS", "organization", "organisation", "a", "b", "conﬁdential", "2021",
)  # fmt: skip
FACETS = {
    "platform": ("wechat", "weibo", "douyin"),
    "person": ("Michael Chong", "michael chong", "Erin O'Toole", "Jane Roe"),
    "section": ("15(1)", "19(1)", "21(1)(a)", "16.1", "16(1)"),
    "year": ("2019", "2021", "unknown"),
    "institution": ("gac", "pco", "Affaires étrangères"),
    "withheld": ("yes", "no"),
}
DATES = ((0, 0), (20210101, 20211231), (20210913, 20210913), (20190601, 20190630), (20200115, 0))


def make_pages(seed: int, documents: int = 12, longest: int = 6) -> list[PageRecord]:
    generator = random.Random(seed)
    return [
        make_page(generator, document, sheet)
        for document in range(1, documents + 1)
        for sheet in range(1, generator.randint(1, longest) + 1)
    ]


def make_page(generator: random.Random, document: int, sheet: int) -> PageRecord:
    text = " ".join(generator.choices(WORDS, k=generator.randint(0, 14)))
    cut = sorted(generator.choices(range(len(text) + 1), k=2))
    lower, upper = generator.choice(DATES)
    facets = {name: tuple(generator.sample(values, generator.randint(0, 2))) for name, values in FACETS.items()}
    return PageRecord(
        key=page_key(document, sheet),
        document_number=document,
        text=text,
        furniture=((cut[0], cut[1]),) if generator.random() < 0.2 else (),
        title=" ".join(generator.choices(WORDS, k=2)),
        stamp=f"{sheet:06d}",
        requests=(f"A-2021-{document:05d}",),
        account_names=tuple(generator.choices(("Youli-Youmian", "youli youmian", "有理儿有面", "torontonews"), k=1)),
        party_names=tuple(generator.choices(("Conservative Party", "Parti libéral du Canada"), k=1)),
        facets={name: values for name, values in facets.items() if values},
        date_from=lower,
        date_to=upper,
        release_date=generator.choice((0, 20220620, 20230101)),
        first=sheet == 1,
    )


_word = st.sampled_from(
    (*[word.replace("-\n", "-") for word in WORDS], "elect*", "?", "inter*", "*erence", "wech?t",
    "*", "re?ume", "ingerence", "*e*e*", "missing")
)  # fmt: skip
_phrase = st.lists(_word, min_size=1, max_size=3).map(lambda words: '"' + " ".join(words) + '"')
_near = st.builds(lambda a, b, n: f'"{a} {b}"~{n}', _word, _word, st.integers(0, 5))
_field = st.one_of(
    st.builds(
        lambda name, value: f'{name}:"{value}"',
        st.sampled_from(("platform", "person", "section", "year", "institution", "withheld")),
        st.sampled_from((*[v for values in FACETS.values() for v in values], "WeChat", "MICHAEL  CHONG")),
    ),
    st.sampled_from(
        (
            "title:elections", 'title:"foreign interference"', "title:elect*", "stamp:2",
            "stamp:000003", "request:A-2021-00005",
            'account:"youli youmian"', "account:youl*", "party:liberal", "person:mich*",
            "person:toole", "date:2021", "date:2021-09",
            "date:>2020", "date:..2019-06-15", "date:unknown", "year:2019..2020", "account:面", "platform:we*",
            "furniture:interference", 'bandeau:"foreign interference"', "furniture:elect*", "furniture:*", "platform:*",
        )
    ),
)  # fmt: skip
_leaf = st.one_of(_word, _word, _phrase, _near, _field)
queries = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.builds("{} {}".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} AND {})".format, inner, inner),
        st.builds("NOT ({})".format, inner),
    ),
    max_leaves=5,
)
