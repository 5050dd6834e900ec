"""Page contents that are small in the file and enormous in memory."""

import zlib

from tests.specimens import rawpdf

_BOMB_BYTES = 310_000_000
_PIECE_REPEATS = 50_000
_WORDS, _WORDS_PER_LINE = 1_000_000, 1_000


def drawing() -> bytes:
    """300 MB of drawing operators, deflated to some 300 kB."""
    start = b"BT /F1 14 Tf 72 700 Td (SPECIMEN. A page that inflates.) Tj ET\n"
    return _packed(start, b"q Q\n" * _PIECE_REPEATS)  # four bytes: the longest runs for deflate


def nested() -> bytes:
    """A file whose content is 300 MB of text, deflated twice to a few kB."""
    start = b"BT /F1 1 Tf 72 700 Td (SPECIMEN. A page that inflates twice.) Tj\n"
    inner = _packed(start, b"(maple ) Tj 0 -1 Td\n" * _PIECE_REPEATS)
    outer = zlib.compress(inner, 9)
    entry = f"<< /Filter [/FlateDecode /FlateDecode] /Length {len(outer)} >>\nstream\n".encode()
    return rawpdf.assemble([
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>", entry + outer + b"\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ])  # fmt: skip


def _packed(start: bytes, piece: bytes) -> bytes:
    packer = zlib.compressobj(9)
    parts = [packer.compress(start)]
    parts += [packer.compress(piece) for _ in range(_BOMB_BYTES // len(piece))]
    return b"".join(parts) + packer.flush()


def words() -> bytes:
    """A million words in tiny type, a thousand lines of a thousand."""
    line = b"(" + b"specimen " * _WORDS_PER_LINE + b") Tj 0 -0.7 Td\n"
    start = b"BT /F1 14 Tf 20 770 Td (SPECIMEN. A million words.) Tj 0 -10 Td /F1 0.12 Tf\n"
    return zlib.compress(start + line * (_WORDS // _WORDS_PER_LINE) + b"ET", 9)
