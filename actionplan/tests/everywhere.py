"""Looking for a word in every text column of the database, whatever table it is in, past all models."""

from django.db import connection

_TEXT = {"varchar", "text", "char", "character varying", "character", "json", "jsonb"}


def columns_holding(word: str) -> list[str]:
    """Return "table.column" for each column where some row holds the word, whatever its case."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        columns = [(table, name) for table in sorted(tables) for name in _text_columns(cursor, table)]
        return [f"{table}.{name}" for table, name in columns if _holds(cursor, table, name, word)]


def _text_columns(cursor, table: str) -> list[str]:
    if connection.vendor == "sqlite":
        cursor.execute(f"PRAGMA table_info({connection.ops.quote_name(table)})")
        return [row[1] for row in cursor.fetchall() if row[2].lower().partition("(")[0] in _TEXT]
    cursor.execute("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table])
    return [name for name, kind in cursor.fetchall() if kind in _TEXT]


def _holds(cursor, table: str, name: str, word: str) -> bool:
    quote = connection.ops.quote_name
    cursor.execute(f"SELECT {quote(name)} FROM {quote(table)}")  # noqa: S608 - names from the database itself
    return any(word.casefold() in str(value).casefold() for (value,) in cursor.fetchall())
