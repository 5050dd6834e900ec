"""PDFium: the only importer of pypdfium2. Quick prototypes of the calls that extraction makes by the thousand.

Handles are plain addresses, answers are written to addresses in arrays, and the GIL is kept: a call costs a
third of the package's typed wrapper, and calls are most of our time. `raw` is for calls made once a page.
For child processes only (`indexer.extract.child`): PDFium is not thread-safe, and files are hostile.
"""

from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_int, c_uint, c_ulong, c_void_p
from typing import Any

from pypdfium2 import raw

__all__ = ["address", "raw"]


def address(handle: Any) -> int:
    """The plain address of a typed handle of the package; 0 for none."""
    return ctypes.cast(handle, c_void_p).value or 0


def _quick(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


_pointer, _handle = c_void_p, c_void_p

loose_box = _quick(raw.FPDFText_GetLooseCharBox, c_int, _handle, c_int, _pointer)
tight_box = _quick(raw.FPDFText_GetCharBox, c_int, _handle, c_int, _pointer, _pointer, _pointer, _pointer)
unicode_of = _quick(raw.FPDFText_GetUnicode, c_uint, _handle, c_int)
text_object = _quick(raw.FPDFText_GetTextObject, _handle, _handle, c_int)

count_objects = _quick(raw.FPDFPage_CountObjects, c_int, _handle)
object_at = _quick(raw.FPDFPage_GetObject, _handle, _handle, c_int)
count_in_form = _quick(raw.FPDFFormObj_CountObjects, c_int, _handle)
object_in_form = _quick(raw.FPDFFormObj_GetObject, _handle, _handle, c_uint)
type_of = _quick(raw.FPDFPageObj_GetType, c_int, _handle)
bounds_of = _quick(raw.FPDFPageObj_GetBounds, c_int, _handle, _pointer, _pointer, _pointer, _pointer)
fill_of = _quick(raw.FPDFPageObj_GetFillColor, c_int, _handle, _pointer, _pointer, _pointer, _pointer)
stroke_of = _quick(raw.FPDFPageObj_GetStrokeColor, c_int, _handle, _pointer, _pointer, _pointer, _pointer)
stroke_width = _quick(raw.FPDFPageObj_GetStrokeWidth, c_int, _handle, _pointer)
matrix_of = _quick(raw.FPDFPageObj_GetMatrix, c_int, _handle, _pointer)
draw_mode = _quick(raw.FPDFPath_GetDrawMode, c_int, _handle, _pointer, _pointer)
count_segments = _quick(raw.FPDFPath_CountSegments, c_int, _handle)
segment_at = _quick(raw.FPDFPath_GetPathSegment, _handle, _handle, c_int)
segment_type = _quick(raw.FPDFPathSegment_GetType, c_int, _handle)
segment_point = _quick(raw.FPDFPathSegment_GetPoint, c_int, _handle, _pointer, _pointer)
render_mode = _quick(raw.FPDFTextObj_GetTextRenderMode, c_int, _handle)
clip_of = _quick(raw.FPDFPageObj_GetClipPath, _handle, _handle)
count_clips = _quick(raw.FPDFClipPath_CountPaths, c_int, _handle)
has_transparency = _quick(raw.FPDFPageObj_HasTransparency, c_int, _handle)
count_marks = _quick(raw.FPDFPageObj_CountMarks, c_int, _handle)
mark_at = _quick(raw.FPDFPageObj_GetMark, _handle, _handle, c_uint)
mark_name = _quick(raw.FPDFPageObjMark_GetName, c_int, _handle, _pointer, c_uint, _pointer)
bytes_in_mark = _quick(raw.FPDFPageObjMark_GetParamBlobValue, c_int, _handle, c_char_p, _pointer, c_ulong, _pointer)
remove_from_mark = _quick(raw.FPDFPageObjMark_RemoveParam, c_int, _handle, _handle, c_char_p)
set_in_mark = _quick(raw.FPDFPageObjMark_SetBlobParam, c_int, _handle, _handle, _handle, c_char_p, c_char_p, c_ulong)
set_active = _quick(raw.FPDFPageObj_SetIsActive, c_int, _handle, c_int)

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
"""Answers of `type_of`."""

BEZIER, MOVE = 1, 2
"""Answers of `segment_type`."""

INVISIBLE_MODES = (3, 7)
"""Answers of `render_mode` that paint nothing: 3 neither fills nor strokes, 7 only clips."""
