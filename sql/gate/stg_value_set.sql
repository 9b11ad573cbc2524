-- one row per document and set of values that it was published or copied with
with value_sets as (
    select
        worth.document_key,
        worth.values_sha256,
        min(held.fetched_at) as fetched_at,
        case when min(worth.gate_rank) < 2 then 0 else min(worth.gate_rank) end as gate_rank,
        max(worth.tables_let_through) as tables_let_through,
        max(worth.tables_seen) as tables_seen,
        max_by(worth.printed, worth.tables_let_through) as printed
    from stg_worth as worth
    inner join stg_snapshot as held using (report_key)
    group by worth.document_key, worth.values_sha256
),

-- What a fuller copy prints as well is that copy cut off, garbled or without an attachment: the
-- publisher issued no other numbers.
partial_sets as (
    select distinct
        poorer.document_key,
        poorer.values_sha256
    from value_sets as poorer
    inner join value_sets as richer
        on
            poorer.document_key = richer.document_key
            and poorer.values_sha256 != richer.values_sha256
    where
        (
            poorer.tables_let_through < richer.tables_let_through
            or (
                poorer.tables_let_through = richer.tables_let_through
                and poorer.tables_seen < richer.tables_seen
            )
        )
        and list_has_all(richer.printed, poorer.printed)
)

-- A soft 404, a truncated or worse-gated snapshot never displaces a good one.
select
    value_sets.document_key,
    value_sets.values_sha256,
    case
        when partial_sets.document_key is null
            then row_number() over (
                partition by value_sets.document_key, partial_sets.document_key
                order by value_sets.fetched_at, value_sets.values_sha256
            )
    end as revision,
    row_number() over (
        partition by value_sets.document_key
        order by
            value_sets.tables_let_through desc,
            value_sets.tables_seen desc,
            value_sets.gate_rank asc,
            value_sets.fetched_at desc,
            value_sets.values_sha256 asc
    ) = 1 as is_current
from value_sets
left join partial_sets
    on
        value_sets.document_key = partial_sets.document_key
        and value_sets.values_sha256 = partial_sets.values_sha256
