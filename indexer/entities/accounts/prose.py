"""Accounts named in running English and French: a name beside a platform and a word such as "account"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.entities.accounts.found import BAR, MASK, Found, Reading
from indexer.entities.folding import fold, words

_P = MASK + "{1,60}"
_PS = rf"(?P<p>{_P}(?:(?:, ?(?:and |et |or )?| and | et | or | ou | ?/ ?| & ){_P}){{0,8}})"
_ONE = (
    r"(?i:account|channel|page|profile|group|user|handle|community|blog|feed|persona|bot|compte|chaîne|chaine|canal|"
    r"profil|groupe|utilisateur|utilisatrice|communauté|hashtag page)\b"
)
_ANY = (
    r"(?i:accounts?|channels?|pages?|profiles?|groups?|personas?|blogs?|feeds?|comptes?|chaînes?|chaines?|cana(?:l|ux)|"
    r"profils?|groupes?)\b"
)
_QUALIFIERS = r"(?:(?!(?:accounts?|comptes?|channels?|pages?) )[A-Za-zà-ÿ][\w'-]{0,20} ){0,4}?"

_QUOTED = r"\"(?P<q>[^\"\n]{1,80}?) ?\""
_HAN = r"(?P<z>[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9·]{1,29})"
_AT = r"(?P<a>@[\w.·-]{1,50})"
_LINK = r"(?:(?:of|de|du|des|the|la|le|for|and|in|au|en|à|&) |d'|l')"
UPPER = r"A-ZÀ-ÞА-ЯЁІЇЄҐ"
"""Latin and Cyrillic capitals begin names."""
CAPITALS = (
    rf"(?P<n>[{UPPER}][\w'&.-]{{0,30}}(?: {_LINK}{{0,2}}[{UPPER}0-9][\w'&.-]{{0,30}}| d'[a-zà-ÿ][\w-]{{1,30}}){{0,6}})"
)
_WORD = r"(?P<w>[A-Za-z0-9_][\w.-]{1,48})"
_NAME = rf"(?:{_QUOTED}|{_HAN}|{_AT}|{CAPITALS}|{_WORD})"
_START = rf"(?<![\w@{MASK}.-])"
"""A name that a pattern begins with begins where a word does."""
_CLOSES = (
    r"(?=,? ?$|[.;:)\]]|, ?(?![\"@])| (?:that|which|who|with|run|operated|managed|owned|based|linked|affiliated|known|"
    r"used|created|registered|devoted|dedicated|in|on|and|backed|qui|que|dont|géré|exploité|lié|et|sur)\b)"
)
"""What an apposition ends with; a verb says that the noun is the subject, not the name before it."""
_ALSO = r"(?: ?\((?P<alt>[^()\n]{1,60})\))?"
_NAMED = (
    r"(?: (?i:called|named|known as|titled|(?:operating |run )?under the (?:name|handle)(?: of)?|with the (?:name"
    r"|handle)|"
    r"nommée?|appelée?|intitulée?|sous le nom(?: de)?),?)?"
)
_MONIKER = r"(?:under|using|with) (?:the|a) (?P<n>[A-ZÀ-Þ][\w'&.-]{1,30}(?: [A-ZÀ-Þ0-9][\w'&.-]{0,30}){0,4})"
_OF_FR = r"(?:de la |de l'|du |des |de |d')"
_ORG_FR = (
    r"(?P<n>(?:[a-zà-ÿ]{4,14}(?: général| générale)? )?(?:(?:de la|de l'|de|du|des|d'|la|le|l'|au|aux|en|à) ?)?"
    r"[A-ZÀ-Þ][\w'-]*(?: (?:(?:de la|de|du|des|la|le|au|aux|en|à|et) |d'|l')?[A-ZÀ-Þ][\w'-]*){0,6})"
)
_SEAT = (
    r"(?:(?i:embassy|consulate(?:[ -]general)?|ministry|mission|ambassade|consulat(?: général)?)"
    r"(?: (?:in|of|to|en|à|de|du|au|general in) [A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+){0,2}){0,2})"
)

_RULES: tuple[tuple[str, re.Pattern[str], float], ...] = (
    # WeChat account 北美样本热线; the YouTube channel "Sample Talk TV"; WeChat's news account Youli-Youmian
    ("after", re.compile(rf"{_PS}(?:'s)? {_QUALIFIERS}{_ONE}{_NAMED}(?P<sep> ?[,:-]? ?){_NAME}{_ALSO}"), 0.9),
    # a Facebook page under the Sample Leaks moniker
    ("owner", re.compile(
        rf"{_PS} {_QUALIFIERS}{_ONE} (?:under|using|with) the {CAPITALS} (?i:moniker|name|handle|persona|alias)\b"
    ), 0.85),
    # the Twitter account sampleleaks, whose @ or _ was lost in printing
    ("lost", re.compile(
        rf"{_PS} (?:[a-z][\w-]{{1,16}} ){{0,1}}?(?:account|handle|user|profile|persona|bot) "
        r"(?P<w>[A-Za-z][A-Za-z0-9.]{3,30}(?: \d{1,3}(?!\w))?)(?= ?[,;:.)(]| [a-z])"
    ), 0.8),
    # la chaîne Telegram « Exemple Info »; le compte X @ExempleQc
    ("after", re.compile(
        rf"{_ONE} (?:[a-zà-ÿ]+ ){{0,2}}{_PS}(?: officiel(?:le)?)?{_NAMED} ?[,:-]? ?{_NAME}{_ALSO}"
    ), 0.9),
    # le compte Twitter de l'ambassade de Chine au Canada
    ("owner", re.compile(rf"{_ONE} (?:[a-zà-ÿ]+ ){{0,2}}{_PS}(?: officiel(?:le)?)? {_OF_FR}{_ORG_FR}"), 0.85),
    # the WeChat account of the Consulate General
    ("owner", re.compile(rf"{_PS} {_QUALIFIERS}{_ONE} (?:of|for|belonging to) (?:the )?{CAPITALS}"), 0.8),
    # Sample Daily's official account on Weibo; le compte officiel de Journal exemple sur Weibo
    ("owner", re.compile(rf"{CAPITALS}'s? (?:[a-z][\w-]{{1,16}} ){{0,2}}{_ONE} (?:on|sur) {_PS}"), 0.8),
    # two Facebook accounts belonging to Polish nationals Jane Sample and John Sample
    ("owner", re.compile(
        rf"{_PS} {_QUALIFIERS}{_ANY} (?:belonging to|appartenant à) (?:[A-Za-z][a-z-]* [a-z]+ )?{CAPITALS}"
    ), 0.75),
    # the Russian Embassy's Twitter account; its Facebook and Twitter accounts too
    ("owner", re.compile(rf"{CAPITALS}'s? (?:[a-z][\w-]{{1,16}} ){{0,2}}{_PS} {_QUALIFIERS}{_ANY}"), 0.85),
    # Youli-Youmian (有理儿有面), WeChat's most popular news account; h, an official WeChat account run by
    ("apposition", re.compile(
        rf"{_START}{_NAME}{_ALSO}(?: ?, ?| ?- | (?:which is|is|was) ) ?(?:(?:an?|the|one of the|one of|its|their) )?"
        rf"(?:[a-z][\w-]{{1,20}} ){{0,4}}?{_PS}(?:'s)? {_QUALIFIERS}{_ANY}{_CLOSES}"
    ), 0.9),
    # Youli-Youmian, le compte de nouvelles le plus populaire de WeChat
    ("apposition", re.compile(
        rf"{_START}{_NAME}{_ALSO}(?: ?, ?| ?- | est ) ?(?:le|la|un|une) (?i:compte|chaîne|chaine|page"
        rf"|canal)\b[^.;,\n{MASK}\"()]{{0,90}}{_PS}{_CLOSES}"
    ), 0.85),
    # on WeChat by Youli-Youmian, the platform's most popular news account
    ("apposition", re.compile(
        rf"\b(?:on|via) {_PS} by {_NAME}{_ALSO}, (?:the|that) platform's {_QUALIFIERS}{_ANY}"
    ), 0.85),
    # the Youli-Youmian WeChat account
    ("before", re.compile(rf"{_START}{_NAME} {_PS} (?:[a-z][\w-]{{1,16}} ){{0,2}}?{_ONE}"), 0.85),
    # Russia's embassy in Ottawa posted on Twitter and Telegram
    ("seat", re.compile(
        rf"(?P<n>(?:[A-ZÀ-Þ][\w'-]*,? (?:(?:of|de|du|the) )?){{0,3}}{_SEAT}) (?:[a-z]+ ){{0,3}}?"
        rf"(?:posted|wrote|tweeted|said|published|shared|amplified|publié|écrit|tweeté|affirmé|relayé)"
        rf"(?: [\w'-]+){{0,4}}? (?:on|to|via|sur) {_PS}"
    ), 0.7),
    # the Youli-Youmian account; le compte Youli-Youmian
    ("bare", re.compile(rf"\b(?i:the|this|that) (?:\"(?P<q>[^\"\n]{{1,60}}?) ?\"|{_AT}|{_WORD}) (?i:account"
        rf"|channel)\b(?! (?:of|executive|manager))"), 0.7),
    ("bare_fr", re.compile(
        rf"\b(?:[Ll]e |[Dd]u |[Aa]u |[Ll]es |[Uu]n )?[Cc]omptes? (?:{_QUOTED}|{_HAN}|{_AT}|{CAPITALS}|{_WORD})"
    ), 0.7),
)  # fmt: skip

_FUNCTION = words(
    """
        the a an this that these those its their his her our your my le la les un une des ce cette ces son
        sa leur several many some few other another various multiple numerous on by from via in at to and or
        but if when while using through also only both each every any all one two three sur dans par pour
        avec
    """
)
STOP = _FUNCTION | words(
    """
        official officiel officielle popular anonymous chinese canadian russian american iranian indian
        french english canada-based china-based pro-beijing pro-kremlin chinese-language english-language
        french-language verified fake inauthentic suspected main new old same both each every any all no not
        one two three four five ten most more over about in on at by from for with and or but as if when
        while where who which what it he she they we you i is was were are has had have been be to of
        personal public private social media news state state-run state-affiliated state-controlled
        government posts post posted page pages account accounts channel channels user users via using
        through also only et ou sur dans par pour avec est sont qui que a été au aux de du en chinois
        canadien russe chinoise canadienne using create creating created open opened deleted suspended
        monitor monitors popularity during since rrm chat dm dms message messages january february march april
        may june july august september october november december monday tuesday wednesday thursday friday
        saturday sunday published interactions summary id see cf
    """
)  # fmt: skip
NOT_SOCIAL = words(
    """
        gmail yahoo hotmail outlook icloud paypal e-mail email bank bitcoin google apple amazon office
        dropbox user admin administrator savings chequing checking web first-person third-party
        public-facing high-profile long-term short-term well-known so-called real-time pre-existing
        follow-up year-end
    """
)  # fmt: skip


def prose_accounts(reading: Reading, ordinary: frozenset[str] = frozenset()) -> Iterator[Found]:
    """Named accounts in prose. A name that is a function word, an adjective or an `ordinary` word is none."""
    masked = reading.masked
    has_platform = MASK in masked
    folded = fold(reading.text)
    bare = "account" in folded or "compte" in folded or "channel" in folded
    for rule, pattern, confidence in _RULES:
        if rule in {"bare", "bare_fr"} and not bare:
            continue
        if rule not in {"bare", "bare_fr"} and not has_platform:
            continue
        at = 0
        while match := pattern.search(masked, at):
            found = list(_founds(reading, rule, match, confidence)) if _fits(rule, match, ordinary) else []
            yield from found
            # a refused match must not hide one that begins inside it
            at = max(match.end(), at + 1) if found else match.start() + 1


def _fits(rule: str, match: re.Match[str], ordinary: frozenset[str]) -> bool:
    groups = match.re.groupindex
    if rule == "lost":
        word = match["w"].split(" ", maxsplit=1)[0].rstrip(".")
        verb = word.endswith(("ed", "ing"))
        return not verb and word.lower() not in ordinary and word.lower() not in STOP and not word[0].isupper()
    if rule in {"before", "apposition"} and match["n"] and " " not in match["n"]:
        word = match["n"].lower()
        # "Archived Gab profile", "Liked our Facebook page"
        return word not in ordinary and not word.endswith("ed")
    if rule == "after" and groups.get("sep") and "," in match["sep"] and match["n"]:
        # "using the Sample Talk account, Example officers sent": a name after a comma ends at another one
        return match.string[match.end("n") : match.end("n") + 2] in {", ", " ("}
    return True


def _founds(reading: Reading, rule: str, match: re.Match[str], confidence: float) -> Iterator[Found]:
    span = _name_span(rule, match, reading)
    if span is None:
        return
    start, end = span
    surface = reading.text[start:end]
    handle = surface[1:].rstrip(".-·") if surface.startswith("@") else None
    if handle is not None:
        end = start + 1 + len(handle)
    name = None if handle and handle.isascii() else surface.lstrip("@")
    platforms = reading.in_group(match) if "p" in match.re.groupindex else ()
    if "p" in match.re.groupindex and not platforms:
        return
    if handle is None and name is not None and rule == "after" and like_handle(name) and "_" in name:
        handle = name
    if rule == "lost" and name is not None and " " not in name:
        handle = name
    for platform in platforms or (None,):
        yield Found(
            start, end, platform, "phrase" if platform else None, name=name, handle=handle,
            confidence=confidence, priority=3 if platforms else 6, claim_start=match.start(), claim_end=match.end(),
        )  # fmt: skip


def _name_span(rule: str, match: re.Match[str], reading: Reading) -> tuple[int, int] | None:
    groups = match.re.groupindex
    for group in "qza":
        if group in groups and match[group]:
            start, end = match.span(group)
            lead = len(match[group]) - len(match[group].lstrip())
            # before the noun, a comma inside the quotes ends the title of a post or a film, not an account's name
            cut = match[group].endswith((",", ".")) and group == "q"
            usable = match[group].strip(" ,.") and MASK not in match[group] and (not cut or rule == "after")
            usable = usable and (group != "q" or reading.quotes(*match.span(group)))
            return (start + lead, end - cut) if usable else None
    if "n" in groups and match["n"]:
        return _capitals(rule, match, reading.text)
    if "w" in groups and match["w"]:
        word = match["w"].rstrip(".-")
        if rule == "lost":
            return match.start("w"), match.start("w") + len(word)
        if (
            not like_handle(word)
            or _is_stop(word)
            or word.lower() in NOT_SOCIAL | STOP
            or MASK in word
            or not any(map(str.isalpha, word))
        ):
            return None
        return match.start("w"), match.start("w") + len(word)
    return None


def _capitals(rule: str, match: re.Match[str], text: str) -> tuple[int, int] | None:
    """The name without leading articles and adjectives; None when nothing else is left."""
    written, start = match["n"], match.start("n")
    cut = text.find("\n", *match.span("n")) if rule == "after" else text.rfind("\n", *match.span("n"))
    if cut >= 0 and (cut - text.rfind("\n", 0, cut) < FULL_LINE or BAR in written):
        # a short line is a heading or a row: the name does not go on below
        at = cut - match.start("n")
        written = written[:at] if rule == "after" else written[at + 1 :]
        start += 0 if rule == "after" else at + 1
    words = written.rstrip(".,'-").removesuffix("'s").split(" ")
    for index, word in reversed(list(enumerate(words[:-1]))):
        # a full stop ends a sentence, unless it is that of "St." or "J."
        if word.endswith(".") and len(word) > LONGEST_ABBREVIATION:
            if rule == "after":
                words = [*words[:index], word.rstrip(".")]
            else:
                start += sum(len(one) + 1 for one in words[: index + 1])
                words = words[index + 1 :]
                break
    while words and words[0].lower() in _FUNCTION:
        start += len(words[0]) + 1
        words = words[1:]
    if not words or all(_is_stop(word) for word in words) or (rule == "after" and words[0][0].islower()):
        return None
    name = " ".join(words)
    if _FILE_NUMBER.fullmatch(name) or not any(map(str.isalpha, name)):
        return None
    if len(words) > 1 and name.isupper() and (rule != "after" or _in_capitals(text, start, start + len(name))):
        return None
    if len(name) < 2 or name.lower() in NOT_SOCIAL or (rule == "bare_fr" and not like_handle(words[0])):
        return None
    return start, start + len(name)


def _in_capitals(text: str, start: int, end: int) -> bool:
    """A marking or a heading: nothing beside it has small letters."""
    around = text[max(0, start - CAPITALS_AROUND) : start] + text[end : end + CAPITALS_AROUND]
    return not any(map(str.islower, around))


CAPITALS_AROUND = 12
_FILE_NUMBER = re.compile(r"[A-Z]{1,4}-\d{2,}(?:-\d+)*")
LONGEST_ABBREVIATION = 4
FULL_LINE = 60
"""Characters of a line of running text, at least."""


def _is_stop(word: str) -> bool:
    return word.isdigit() or word.lower().rstrip(".,'") in STOP or _MADE_OF.search(word) is not None


_MADE_OF = re.compile(
    r"-(?i:controlled|run|based|owned|linked|affiliated|backed|language|sponsored|operated|related|state)$"
    r"|^(?:[A-Z]\.){1,3}[A-Z]?$"
)
"""GRU-controlled, U.S.: what an account is, not its name."""


def like_handle(word: str) -> bool:
    """True for digits, an underscore, a hyphen or dot inside, or a capital inside: what prose words seldom have."""
    inner = word[1:]
    return (
        any(char.isdigit() or char == "_" for char in word)
        or (any(char in "-." for char in inner[:-1]) and word.lower() not in NOT_SOCIAL and word[:1].isupper())
        or (any(char.isupper() for char in inner) and not word.isupper())
    )
