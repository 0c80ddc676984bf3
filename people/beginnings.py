"""`field__begins="қаз"`: what begins with these very letters, as a range of the field's index on either database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Lookup

if TYPE_CHECKING:
    Base = Lookup[str]
else:
    Base = Lookup

# No letter comes after it: in the order of code points «қаз» ≤ x < «қаз» + LAST holds for all that begins with «қаз».
LAST = "\U0010ffff"


@CharField.register_lookup
class Begins(Base):
    """Capitals and small letters differ. SQLite compares by code point, and its LIKE never uses a plain index; the
    order of PostgreSQL is the language's, and there LIKE uses an index of the class varchar_pattern_ops, which Django
    makes by itself for each indexed or unique field."""

    lookup_name = "begins"
    prepare_rhs = True

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        field, asked = self.process_lhs(compiler, connection)
        return f"({field} >= %s AND {field} < %s)", (*asked, self.rhs, *asked, f"{self.rhs}{LAST}")

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        field, asked = self.process_lhs(compiler, connection)
        return f"{field} LIKE %s", (*asked, f"{connection.ops.prep_for_like_query(self.rhs)}%")
