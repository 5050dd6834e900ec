"""Dates in English, French and Chinese: what was written, as EDTF, with days for sorting and an honest basis."""
