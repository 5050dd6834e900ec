"""A hedge stays with the claims that it governs: not with other clauses, other sentences, names or months."""

from __future__ import annotations

import pytest

from indexer.entities.ports import Context
from indexer.entities.recognising import Annotator


def hedge(annotator: Annotator, text: str, surface: str, language: str = "en") -> str | None:
    found = annotator.annotate(text, Context(language=language, date="2021-09-13"))
    return next(one.hedge for one in found if surface in one.text)


@pytest.mark.parametrize(
    ("text", "surface", "language", "expected"),
    [
        (
            "RRM Canada assesses that @sample_maple on TikTok and, later, Sputnik took part.",
            "Sputnik",
            "en",
            "assesses",
        ),
        ("It is highly probable that China played a role.", "China", "en", "highly probable"),
        (
            "The account @sample_maple on TikTok, which is likely run by Tencent, posted.",
            "@sample_maple",
            "en",
            "likely",
        ),
        ("The account @sample_maple on TikTok, which is likely run by Tencent, posted.", "Tencent", "en", "likely"),
        ("RRM Canada was unable to determine whether China was involved.", "China", "en", "unable to determine"),
        ("The suspected operator Tencent did not answer.", "Tencent", "en", "suspected"),
        ("The TikTok account @sample_maple (样本) may be run from Russia.", "Russia", "en", "may be"),
        (
            "Le MRR évalue qu'il est hautement probable que la Chine ait joué un rôle.",
            "Chine",
            "fr",
            "hautement probable",
        ),
        ("Des indices laissent supposer que la Russie a amplifié le récit.", "Russie", "fr", "laissent supposer"),
        ("La Russie aurait publié ces messages.", "Russie", "fr", "aurait"),
        ("该账号疑似与中国有关。", "中国", "zh", "疑似"),
        ("有关部门认为俄罗斯可能参与其中。", "俄罗斯", "zh", "可能"),
    ],
)
def test_what_a_hedge_governs(annotator: Annotator, text: str, surface: str, language: str, expected: str) -> None:
    assert hedge(annotator, text, surface, language) == expected


@pytest.mark.parametrize(
    ("text", "surface", "language"),
    [
        ("In May 2021 China published a paper.", "China", "en"),
        ("Theresa May have-nots aside, Russia was named.", "Russia", "en"),
        ("Prime Minister Theresa May be seen there; Russia was named.", "Russia", "en"),
        ("China published the article. It will likely rain tomorrow.", "China", "en"),
        ("The weather was likely bad. Russia posted the video.", "Russia", "en"),
        ("The video was likely edited, but Russia posted it first.", "Russia", "en"),
        ("Russia posted the video, while the audience was probably small.", "Russia", "en"),
        ("The video is likely fake; Tencent removed it.", "Tencent", "en"),
        ("Tencent removed the suspected account.", "Tencent", "en"),
        ("China asked a man who may have seen it.", "China", "en"),
        ("Russia said that the figures were probably wrong.", "Russia", "en"),
        ("Tencent called likely voters.", "Tencent", "en"),
        ("The posts (some of which were apparently copied from elsewhere later on) named Russia.", "Russia", "en"),
        ("La Russie a publié l'article, mais le public était probablement petit.", "Russie", "fr"),
        ("La Chine a répondu. Il va probablement pleuvoir.", "Chine", "fr"),
        ("中国发布了公告。明天可能下雨。", "中国", "zh"),
    ],
)
def test_what_a_hedge_does_not_govern(annotator: Annotator, text: str, surface: str, language: str) -> None:
    assert hedge(annotator, text, surface, language) is None


def test_dates_of_the_claim_carry_it_and_stamps_do_not(annotator: Annotator) -> None:
    text = "The account was likely created on 8 September 2021.\nArchived: January 10, 2022 1:49:28 PM"
    assert hedge(annotator, text, "8 September 2021") == "likely"
    assert hedge(annotator, text, "January 10, 2022") is None


def test_a_hedge_inside_a_date_is_its_own(annotator: Annotator) -> None:
    text = "It probably began in May 2018 and almost certainly continued until June 2019."
    assert hedge(annotator, text, "May 2018") == "probably"
    assert hedge(annotator, text, "June 2019") == "almost certainly"


def test_what_one_verb_joins_has_one_hedge(annotator: Annotator) -> None:
    text = "The Desk assesses with high confidence that @maple_one and @maple_two are likely run by China."
    assert hedge(annotator, text, "@maple_one") == hedge(annotator, text, "@maple_two") == "likely"
