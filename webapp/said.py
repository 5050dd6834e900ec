"""Sentences that the library says, in the language of the page.

The library speaks English and knows no site. What of it reaches a page is listed here once more, as patterns; each has
its French in translations/fr/library.po. A test reads the library's modules and fails for a sentence that is not here.
"""

from __future__ import annotations

import re
from functools import cache

from indexer.model.reasons import REASONS
from webapp.languages import DEFAULT, NARROW, gettext, language

_HOLE = re.compile(r"%\((\w+)\)s")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})*")
_COUNTS = ("count", "limit")
"""Holes with numbers, which French writes otherwise."""
_INNER = "what"
"""A hole with another sentence, without its capital and its full stop."""


def N_(text: str) -> str:  # noqa: N802 (gettext's name for "to be translated later")
    """Marks a sentence for those who translate."""
    return text


PATTERNS = (
    # collections
    N_("Give it a name."),
    N_("A name has at most %(limit)s characters; this one has %(count)s."),
    N_("A note has at most %(limit)s characters; this one has %(count)s."),
    N_("An item has at most %(limit)s tags; these are %(count)s."),
    N_("A tag has at most %(limit)s characters."),
    N_("A collection holds at most %(limit)s items. Begin another one."),
    N_("Choose a collection, or name a new one."),
    N_("A passage has at most %(limit)s characters. Collect the page instead."),
    N_("This search is too long to be kept. Use fewer words or filters."),
    # saved timelines
    N_("Give the timeline a name."),
    N_("The name of a timeline has %(limit)s characters at most."),
    N_("A headline has %(limit)s characters at most, a text %(count)s."),
    N_("A timeline holds %(limit)s entries. Nothing was added; begin another one."),
    N_("It was changed again since; undo the later change first. Nothing was changed."),
    N_("%(who)s has undone this change already."),
    # search: what of a query was mended
    N_("A quotation mark was left open; it was closed at the end of the query."),
    N_("“%(text)s” is a range only after date: or year:; its words were searched for."),
    N_("There is no field “%(name)s”; its words were searched for on the page."),
    N_("The query has %(count)s characters; the first %(limit)s were searched for."),
    N_("The query has %(count)s words and phrases; the first %(limit)s were searched for."),
    N_("The query has %(count)s words and phrases; at most %(limit)s can be searched for."),
    N_("“%(text)s” in small letters is a word to be found; write %(operator)s for either of two words."),
    N_("“%(text)s” in small letters is a word to be found; write %(operator)s to leave a word out."),
    N_("The final question mark was read as punctuation; as a wildcard it works in shorter queries."),
    N_("The parentheses lie too deep; the innermost were left out."),
    N_("A closing parenthesis had no opening one; it was left out."),
    N_("A parenthesis was left open; it was closed at the end of the query."),
    N_("There is no word in the query that can be searched for."),
    N_("OR needs something to search for on both sides; it was left out."),
    N_("AND needs something to search for on both sides; it was left out."),
    N_("NOT needs something after it; it was left out."),
    N_("A wildcard does not work inside quotation marks; the words were searched for side by side or apart."),
    N_("At most %(limit)s words may lie between two words; “%(text)s” was read as “%(read)s”."),
    N_("Wildcards do not work in the field “%(name)s”; “%(text)s” was left out."),
    N_("“%(text)s” is not a date such as 2021, 2021-09 or 2021-09-01..2021-09-30; it was left out."),
    N_("“%(text)s” is not a date such as 2021, 2021-09 or 2021-09-01; it was left out."),
    N_("Regular expressions are not searched; “%(text)s” was read as “%(read)s”."),
    N_("“%(text)s” after “%(word)s” has no meaning here; the word was searched for as written."),
    N_(
        "Each part of the query stands in more documents than can be compared; add a rarer word, or search on one page."
    ),
    N_("A distance works for two words; “%(text)s” was read as %(read)s."),
    N_("“%(text)s” was read as %(count)s parts that must all be on the page."),
    N_("“%(text)s” was read as “%(read)s”."),
    N_("There is no facet “%(name)s”; it was left out."),
    N_("%(count)s facet values are selected; at most %(limit)s can be."),
    N_("The field “%(name)s” finds whole names that this archive shows; its words were searched for on the page."),
    N_("The field “party” does not name people here; its words were also searched for on the page."),
    N_("This archive does not filter by that %(name)s here; the filter was left out."),
    N_("A pattern in this query is too complex for the search engine: use fewer “?” after “*”."),
    N_("1 page has these words only in running heads, footers or stamps."),
    N_("%(count)s pages have these words only in running heads, footers or stamps."),
    N_(
        "Each part of the query stands in more documents than can be compared; add a rarer word, or search on one page."
    ),
    # search: what does not answer
    N_("The search index must be rebuilt: ati reindex"),
    N_("The search index is being rebuilt. Search again in a few minutes."),
    N_("The search index cannot be opened and must be rebuilt: ati reindex"),
    N_("The search index is not there and must be rebuilt: ati reindex"),
    N_("The index is being written by another process; try again when it is done."),
    N_("Another process is rebuilding the search index; try again when it is done."),
    N_("Elasticsearch refuses to write: %(error)s. Is its disk full?"),
    N_("Elasticsearch does not answer: %(error)s. Is the cluster up?"),
    N_("Elasticsearch is busy or a part of the index is missing: %(error)s"),
    N_("Elasticsearch does not take pages now: %(error)s. Is it busy, or its disk full?"),
    # corrections
    N_("Somebody has corrected this name since. Nothing was changed; here it is as it stands now."),
    N_("No mention of the entity has these texts in these documents, so nothing was split."),
    N_("That mention is rejected already."),
    N_("A rule says who undid it."),
    N_("%(who)s has undone this rule already, on %(when)s."),
    N_("Another rule with the same id is in this archive."),
    N_("“%(name)s” was merged into “%(other)s”: decide about that one, or undo the merge first."),
    N_(
        "Mentions of “%(name)s” already count for “%(other)s” by another rule, so this would be a circle: "
        "undo that rule instead."
    ),
    N_("“%(name)s” is hidden already."),
    N_("“%(name)s” is confirmed already."),
    N_("“%(name)s” has that name already."),
    N_("“%(name)s” is merged into “%(other)s” already."),
    N_("There is no action “%(name)s”; the actions are %(known)s."),
    N_("A rule's id has 32 hex digits."),
    N_("A time is written as 2026-11-22T14:05:00Z."),
    N_("A rule says who made it, and who undid it."),
    N_("A rejection says which mention: document, page, kind, start and text."),
    N_("There is no kind “%(name)s”; the kinds are %(known)s."),
    N_("There is no kind “%(name)s”."),
    N_("Only a rejection names one mention."),
    N_("The rule does not say which entity it is about."),
    N_("A document's id has 64 hex digits."),
    N_("There can be no such page, or no such place on a page."),
    N_("There is no kind of mention “%(name)s”."),
    N_("The rule does not say which entity gets the mentions."),
    N_("Only a merge or a split names a second entity."),
    N_("“%(name)s” cannot be merged into itself, or split off into itself."),
    N_("A split says which documents or texts it takes."),
    N_("Only a split chooses mentions."),
    N_(
        "A name has at least one letter and at most %(limit)s, and no line breaks, control characters or "
        "invisible marks (such as those that turn the direction of writing)."
    ),
    N_("A text holds characters that no text has."),
    N_("A reason has at most %(limit)s letters."),
    N_("A value or text has at most %(limit)s letters."),
    N_("A split names at most %(count)s documents and %(limit)s texts."),
    N_("That is what the archive says already. Nothing was changed."),
    N_("Only a description has a field and what is said of it."),
    N_("A rule about a description chooses no mentions."),
    N_("A description is of a document (its id has 64 hex digits) or of a release."),
    N_("A document has no “%(name)s” to correct; it has %(known)s."),
    N_("A release has no “%(name)s” to correct; it has %(known)s."),
    N_("“%(name)s” is longer than a description may be."),
    N_("“%(text)s” is no date that the archive can keep; write 2021-09-13, 2021-09 or 2021 (EDTF)."),
    N_("The languages are %(known)s, not “%(text)s”."),
    N_("“%(text)s” does not begin with http:// or https://."),
    N_("Only a document can be moved."),
    N_("A move says which release gets the document, such as gac/A-2021-01234."),
    N_("A release's name is one line of text."),
    # what is said of a release or a document
    N_(
        "“%(text)s” cannot be read as a date. Write 2021-09-13, 2021-09 or 2021, or “13 September 2021”; 2021~ "
        "for about, 2021-09/2022-01 for a range."
    ),
    N_("“%(text)s” is none of %(known)s."),
    N_("“%(text)s” is no address of a web page: it begins with http:// or https://."),
    N_(
        "“%(text)s” is no institution that this program knows. Did you mean “%(name)s” or “%(other)s” or "
        "“%(third)s”? Say that it is new to keep the name as it is."
    ),
    N_(
        "“%(text)s” is no institution that this program knows. Did you mean “%(name)s” or “%(other)s”? Say that "
        "it is new to keep the name as it is."
    ),
    N_(
        "“%(text)s” is no institution that this program knows. Did you mean “%(name)s”? Say that it is new to "
        "keep the name as it is."
    ),
    N_("“%(text)s” is no institution that this program knows. Say that it is new to keep the name as it is."),
    N_(
        "“%(text)s” does not look like a request number: one has a digit and at most %(limit)s characters, such "
        "as A-2021-01234."
    ),
    # taking down
    N_("A reason is one of %(known)s."),
    N_(
        "A page cannot be destroyed alone: the original holds all pages of the file. Hide the page, or remove the "
        "document and add a copy without that page."
    ),
    N_("Say who decides; a reason has at most %(limit)s letters."),
    N_("Say who undoes it; a reason has at most %(limit)s letters."),
    N_("%(who)s has undone this already, on %(when)s."),
    N_("The document %(name)s is hidden already, by %(who)s on %(when)s."),
    N_("The document %(name)s is removed already, by %(who)s on %(when)s."),
    N_("The release %(name)s is hidden already, by %(who)s on %(when)s."),
    N_("The release %(name)s is removed already, by %(who)s on %(when)s."),
    N_("The page %(page)s of %(name)s is hidden already, by %(who)s on %(when)s."),
    # citations and pictures
    N_("There is no citation style “%(name)s” here. Try: %(known)s."),
    N_("There is no citation style “%(name)s” here."),
    N_("The style “%(name)s” cannot format a released record (%(error)s in citeproc-py). Choose another: %(known)s."),
    N_(
        "This machine has no font, so a PNG would have no words. Install one (Debian: fonts-dejavu-core; for "
        "Chinese fonts-noto-cjk), or take the SVG, which uses the fonts of whoever opens it."
    ),
    # files of corrections
    N_("Line %(count)s: %(what)s."),
    N_("the file begins with %(text)s"),
    N_("the first line of a file of rules is %(text)s"),
    N_("rules of version %(version)s are of a newer program; this one reads %(known)s"),
    N_("there is no key “%(name)s”; the keys are %(known)s"),
    N_("the key “%(name)s” is missing"),
    N_("it is not JSON"),
    N_("it is not a JSON object"),
    N_("“%(key)s” of “%(name)s” is a text"),
    N_("“%(key)s” of “%(name)s” is a number"),
    N_("“%(name)s” is a list of texts"),
    N_("“%(name)s” is a text"),
    N_("“%(name)s” is an object"),
    # pictures of pages
    N_("All page renderers are busy; try again in a moment."),
    # why a file or page cannot be searched, with a detail
    N_("No reason was recorded."),
    N_("This format: kept and listed; this version does not read it yet."),
    N_("%(format)s: kept and listed; this version does not read it yet."),
    N_("This release.toml cannot be used: %(detail)s"),
    N_("Not archived: it waits for a correct %(name)s."),
    N_("The page is a picture in a language (%(name)s) that OCR cannot read here; see `ati doctor`."),
)
"""The more particular before the more general."""

SENTENCES = (*REASONS.values(), *PATTERNS)


def said(sentence: str) -> str:
    """The sentence in the language of the page; one that is not known stays English, so that nothing is hidden."""
    if language() == DEFAULT or not sentence:
        return sentence
    whole = str(gettext(sentence))
    if whole != sentence:
        return whole
    for pattern, expression in _expressions():
        if match := expression.fullmatch(sentence):
            return str(gettext(pattern)) % {name: _filled(name, text) for name, text in match.groupdict().items()}
    return sentence


@cache
def _expressions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((pattern, _expression(pattern)) for pattern in PATTERNS if _HOLE.search(pattern))


def _expression(pattern: str) -> re.Pattern[str]:
    """Every second part of a split pattern is the name of a hole; one that occurs in it once."""
    parts = _HOLE.split(pattern)
    return re.compile(
        "".join(f"(?P<{part}>.*?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)), re.DOTALL
    )


def _filled(name: str, text: str) -> str:
    if name in _COUNTS and _NUMBER.fullmatch(text):
        return text.replace(",", NARROW)
    if name == _INNER:
        known = said(text)
        if known == text:
            known = said(f"{text[:1].upper()}{text[1:]}.")
            known = known[:1].lower() + known[1:].rstrip(".")
        return known
    return text
