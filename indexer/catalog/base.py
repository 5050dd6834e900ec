"""What all tables of the catalog share."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from sqlalchemy import BigInteger, Double, Integer, MetaData, Table
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BigKey = BigInteger().with_variant(Integer, "sqlite")
"""SQLite makes only an INTEGER primary key its row id; there it has 64 bits anyway."""
SHA256_LENGTH = 64
ENTITY_LENGTH = 16
UPLOAD_ID_LENGTH = 16


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {float: Double()}

    @classmethod
    def table(cls) -> Table:
        """The table for inserts, updates and deletes."""
        return cast(Table, cls.__table__)
