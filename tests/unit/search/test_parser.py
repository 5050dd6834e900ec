"""The grammar: what a query means, that none is an error, and that what is printed is what was understood."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.errors import QueryError
from indexer.model.query import DateRange, Everything, FieldText, FieldValue, Not, Nothing, Pattern, Phrase, Words
from indexer.search.parser import parse


def understood(query: str) -> str:
    return parse(query).understood


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("foreign interference", "foreign AND interference"),
        ("a b OR c", "(a AND b) OR c"),
        ("a (b OR c)", "a AND (b OR c)"),
        ("a SAUF b ET c OU d", "(a AND NOT b AND c) OR d"),
        ("a -b +c", "a AND NOT b AND c"),
        ("or and not", "or AND and AND not"),
        ("“foreign interference” «ingérence étrangère»", '"foreign interference" AND "ingérence étrangère"'),
        ("l’ingérence", "ingérence"),
        ("A-2021-01234", '"A-2021-01234"'),
        ("15(1)(c)", '"15(1)(c)"'),
        ("interfer* wech?t", "interfer* AND wech?t"),
        ("youli-youm*", "youli AND youm*"),
        ('"a b"~5', '"a b"~5'),
        ('"a b c"~5', '"a b"~5 AND "b c"~5'),
        ('"a b"~5000', '"a b"~100'),
        ("année:2021 langue:fr plateforme:WeChat", "year:2021 AND language:fr AND platform:WeChat"),
        ("état:Chine organisme:SCRS", "state:Chine AND organisation:SCRS"),
        ('section:"s. 15 (1)"', 'section:"15(1)"'),
        ("year:2019..2021", "date:2019-01-01..2021-12-31"),
        ("date:2021-02", "date:2021-02-01..2021-02-28"),
        ("date:>2020", "date:2021-01-01.."),
        ("date:2021-09-30..2021-09-01", "date:2021-09-01..2021-09-30"),
        ("title:(a OR b)", "title:a OR title:b"),
        ('account:"wechat:youli-youmian"', 'account:"wechat:youli-youmian"'),
        ("NOT x", "NOT x"),
        ("", "*"),
        ("a * b", "a AND b"),
        ("inter-\nference", "interference"),
        ("e-mail", '"e-mail" OR email'),
        ('"e-mail"', '"e-mail"'),
        ("-e-mail", 'NOT ("e-mail" OR email)'),
        ("title:e-mail", 'title:"e-mail" OR title:email'),
        ("covid-19", '"covid-19"'),
        ("platform:* title:*", "platform:* AND title:*"),
        ("furniture:protected bandeau:secr*", "furniture:protected AND furniture:secr*"),
        ("/usr/bin/", '"/usr/bin/"'),
    ],
)
def test_meaning(query: str, meaning: str) -> None:
    assert understood(query) == meaning


@pytest.mark.parametrize(
    ("query", "meaning", "said"),
    [
        ('foreign "state media', 'foreign AND "state media"', "quotation mark was left open"),
        ("(a b", "a AND b", "parenthesis was left open"),
        ("a) b", "a AND b", "no opening one"),
        ("a OR", "a", "OR needs"),
        ("AND a", "a", "AND needs"),
        ("NOT", "NOT *", "NOT needs"),
        ("foo:bar", '"foo:bar"', "no field “foo”"),
        ("elections~1", "elections", "no meaning"),
        ("a date:2021-13", "a", "is not a date"),
        ("!!!", "NOT *", "no word"),
        ("who ran this account?", "who AND ran AND this AND account", "question mark"),
        ('"a b c"~5', '"a b"~5 AND "b c"~5', "works for two words"),
        ("(" * 60 + "a", "a", "too deep"),
        ("date:[2021-01 TO 2021-06]", "date:2021-01-01..2021-06-30", "was read as “2021-01..2021-06”"),
        ("year:{2019 TO *}", "date:2019-01-01..", "was read as “2019..”"),
        ("[alpha TO omega] b", "alpha AND omega AND b", "only after date: or year:"),
        ("/inter.*/", "inter*", "Regular expressions are not searched; “/inter.*/” was read as “inter*”"),
        ("/inter(fere|vene)d?/", '"inter fere vene" AND d?', "Regular expressions"),
        ("wechat or weixin", "wechat AND or AND weixin", "write OR for either"),
        ("wechat ou weixin", "wechat AND ou AND weixin", "write OU for either"),
        ("interference not russia", "interference AND not AND russia", "write NOT to leave"),
        ("section:*", "NOT *", "Wildcards do not work"),
    ],
)
def test_repairs_are_said(query: str, meaning: str, said: str) -> None:
    parsed = parse(query)
    assert parsed.understood == meaning
    assert any(said in sentence for sentence in parsed.repairs), parsed.repairs


def test_plain_queries_need_no_repair() -> None:
    for query in ("foreign interference", '"a b"~3 -c', "http://mp.weixin.qq.com/s?__biz=1", "what is 干预"):
        assert parse(query).repairs == () or "?" in query


def test_nodes() -> None:
    assert isinstance(parse("Élections").node, Words)
    assert parse('"The House"').node == Phrase(("the", "house"), "The House")
    assert parse("étr*").node == Pattern("etr*", "étr*")
    assert parse("platform:WeChat").node == FieldValue("platform", "WeChat")
    assert parse('account:"Youli Youmian"').node == FieldText(
        "account_names", Phrase(("youli", "youmian"), "Youli Youmian")
    )
    assert parse("date:2021").node == DateRange(20210101, 20211231)
    assert parse("date:unknown").node == FieldValue("year", "unknown")
    assert parse("   ").node == Everything()
    assert parse("—").node == Nothing()
    assert isinstance(parse("--a").node, Words)
    assert isinstance(parse("-a").node, Not)


def test_a_query_over_a_limit_is_cut_and_it_is_said() -> None:
    words = parse("ab " * 1000)
    assert words.understood == " AND ".join(["ab"] * 200)
    assert words.repairs == (
        "The query has 3,000 characters; the first 2,000 were searched for.",
        "The query has 667 words and phrases; the first 200 were searched for.",
    )
    assert parse("x " * 900 + "lastwordcut" * 30).understood.endswith("x")
    assert parse("x" * 10_000).repairs == ("The query has 10,000 characters; the first 2,000 were searched for.",)


def test_too_many_parts_of_words_are_the_only_error() -> None:
    with pytest.raises(QueryError, match="at most 200"):
        parse("a*-b*-c*-d*-e* " * 60)


_PIECES = st.sampled_from(
    (
        "foreign", "étrangère", "l'", "A-2021-01234", "inter*", "?", "*", "we?t", '"', "“", "»",
        "(", ")", "-", "+", "!",
        "AND", "OR", "NOT", "ET", "OU", "SAUF", "or", "title:", "platform:", "année:", "date:",
        "section:", "account:",
        "2021", "2021-09..", "..2020", "15(1)", "~", "~3", '"~2', ":", "干预", "\n", "-\n", "'s",
        "^2", "//", "&&", "|", "—",
    )
)  # fmt: skip
QUERIES = st.one_of(
    st.text(max_size=60),
    st.lists(_PIECES, max_size=14).map(" ".join),
    st.lists(_PIECES, max_size=14).map("".join),
)


@given(QUERIES)
@example("AAA-À")
@example("N-O-T")
@settings(max_examples=600, deadline=None)
def test_no_query_is_an_error_and_the_printed_one_means_the_same(query: str) -> None:
    parsed = parse(query)
    again = parse(parsed.understood, length_limit=100_000)
    assert again.node == parsed.node
    assert again.understood == parsed.understood
    assert again.repairs == () or parsed.node == Nothing()


@given(QUERIES)
def test_repairs_are_sentences(query: str) -> None:
    for sentence in parse(query).repairs:
        assert sentence[0].isupper() or sentence[0] == "“"
        assert sentence.endswith(".")
