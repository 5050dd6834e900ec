"""Text drawn so plainly that nothing but a later drawing can hide it: dark, opaque, unclipped, in no layer.

Most born-digital pages are such; they need no sketch, which takes as long as reading their words.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

from indexer.extract import pdfium

DARK_LUMA = 150.0
"""Of 255. Blue of links has 29, red of headings 76; white and pale text is looked at in a picture."""

FILLED_MODES = (0, 2)
LAYER = "OC"
NAME_BYTES = 64
OPAQUE = 255


def drawn_plainly(handles: Iterable[int]) -> bool:
    """True when each of these text objects fills its letters with a dark opaque colour, has neither clip, mask nor
    blending, and belongs to no layer. False when in doubt."""
    asking = _Asking()
    return all(asking.plain(handle) for handle in handles)


class _Asking:
    """A few arrays take all the answers; marks are shared by objects and asked once."""

    def __init__(self) -> None:
        self._colour = (ctypes.c_uint * 4)()
        self._name = ctypes.create_string_buffer(NAME_BYTES)
        self._length = ctypes.c_ulong()
        self._at_colour = ctypes.addressof(self._colour)
        self._at_name = ctypes.addressof(self._name)
        self._at_length = ctypes.addressof(self._length)
        self._layers: dict[int, bool] = {}

    def plain(self, handle: int) -> bool:
        """Of one text object."""
        return (
            pdfium.render_mode(handle) in FILLED_MODES
            and not pdfium.has_transparency(handle)
            and pdfium.count_clips(pdfium.clip_of(handle)) <= 0
            and self._is_dark(handle)
            and not self._in_layer(handle)
        )

    def _is_dark(self, handle: int) -> bool:
        at = self._at_colour
        if not pdfium.fill_of(handle, at, at + 4, at + 8, at + 12):
            return False
        red, green, blue, alpha = self._colour
        return bool(alpha == OPAQUE and 0.299 * red + 0.587 * green + 0.114 * blue <= DARK_LUMA)

    def _in_layer(self, handle: int) -> bool:
        return any(self._is_layer(pdfium.mark_at(handle, index)) for index in range(pdfium.count_marks(handle)))

    def _is_layer(self, mark: int) -> bool:
        if mark not in self._layers:
            known = pdfium.mark_name(mark, self._at_name, NAME_BYTES, self._at_length)
            name = self._name.raw[: max(0, self._length.value - 2)].decode("utf-16-le", "replace")
            self._layers[mark] = not known or name == LAYER
        return self._layers[mark]
