"""A large made-up package: short documents one after another, as a release office binds them, no two pages alike.

`python -m benchmarks.ingest.package FILE PAGES` writes it; nothing of it is kept in the repository.
"""

from __future__ import annotations

import itertools
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.specimens import fonts
from tests.specimens.flow import Flow
from tests.specimens.furniture import Dress, dress
from tests.specimens.house import MEMO
from tests.specimens.manuscript import Block, read
from tests.specimens.render import render
from tests.specimens.sheet import Sheet

REQUEST = "A-2024-09999"
MANUSCRIPTS = (
    ("digest_1", "en"), ("digest_2", "en"), ("digest_3", "fr"), ("digest_4", "en"), ("analysis_body", "en"),
    ("sitrep_en", "en"), ("analysis_annex", "en"), ("sitrep_fr", "fr"),
)  # fmt: skip
SIGNATURE = "Example Council Office / Bureau du Conseil exemplaire"
SYLLABLES = ("bar", "del", "fen", "gor", "hal", "kin", "lor", "mar", "nes", "pel", "ros", "tan", "vil", "wen", "zor")
GIVEN = ("Alice", "Robert", "Martha", "Daniel", "Helen", "Peter", "Sarah", "Thomas", "Julia", "Martin")
FIGURE = re.compile(r"(?<![\w@;=:|/-])\d{2,3}(?![\w|⟧-])")


def package(pages: int, seed: int = 7) -> bytes:
    """A PDF of so many sheets with banners, markings, stamps, page numbers, redactions, tables and accounts."""
    fonts.register()
    chance = random.Random(seed)
    sheets: list[Sheet] = []
    for number, (name, language) in enumerate(itertools.cycle(MANUSCRIPTS), 1):
        look = Dress(
            signature=SIGNATURE,
            marking="PROTÉGÉ A" if language == "fr" else "PROTECTED A",
            printed="Page {n} de {total}" if language == "fr" else "Page {n} of {total}",
            stamp=f"{REQUEST}-{{page:06d}}",
            header=f"File {number:04d}",
        )
        blocks = [*_varied(read(name), chance), *_own_words(chance)]
        sheets += dress(Flow(MEMO, partial(Sheet, language)).run(blocks), look, len(sheets) + 1)
        if len(sheets) >= pages:
            return render(sheets[:pages], "Package")
    return b""


def _varied(blocks: list[Block], chance: random.Random) -> Iterator[Block]:
    """The same text with other figures in it."""
    for block in blocks:
        text = block.text if block.kind == "chart" else FIGURE.sub(lambda _: str(chance.randint(11, 990)), block.text)
        yield replace(block, text=text)


def _own_words(chance: random.Random) -> Iterator[Block]:
    """People, accounts and words that no other document of the package has."""
    for _ in range(6):
        person = f"{chance.choice(GIVEN)} {_word(chance).title()}"
        account = f"{_word(chance).title()} {_word(chance).title()}"
        handle = f"{_word(chance)}_{chance.randint(10, 99)}"
        words = " ".join(_word(chance) for _ in range(40))
        said = f"{person} of the Duty Desk wrote that the WeChat account {account} ({handle}) repeated it, and that "
        yield Block("p", f"{said}@{handle} did so on Twitter on {chance.randint(1, 28)} September 2021. {words}.")


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4)))


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(package(int(sys.argv[2])))
