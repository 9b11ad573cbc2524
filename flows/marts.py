"""Marts: the gated staging tables in; dimensions, facts and marts out, in dictionary order."""

from flows.warehouse import Connection, build, tables_of


def materialise(connection: Connection) -> dict[str, int]:
    """Build the star and the marts; returns rows by table."""
    return {table.name: build(connection, table) for table in tables_of("marts")}
