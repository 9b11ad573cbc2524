-- one row per document, revision and cell that the revision changed
-- A revision is held against the latest before it that has the table: of both, the copy that the
-- gate let through and trusts most. A table that is missing or kept out changes nothing.
with copies as (
    select distinct on (report.document_key, report.revision, whole.table_code, whole.table_no)
        report.document_key,
        report.revision,
        report.report_key,
        report.fetched_at,
        whole.table_code,
        whole.table_no
    from fct_report_table as whole
    inner join dim_report as report using (report_key)
    where whole.verdict != 'quarantined' and report.revision is not null
    order by
        report.document_key asc, report.revision asc, whole.table_code asc, whole.table_no asc,
        report.is_canonical desc, whole.verdict = 'passed' desc, report.fetched_at asc,
        report.report_key asc
),

pairs as (
    select
        copies.*,
        lag(report_key) over earlier as previous_report_key,
        lag(revision) over earlier as previous_revision
    from copies
    window earlier as (partition by document_key, table_code, table_no order by revision)
),

-- Every cell of either copy: what was taken out is a change as well.
places as (
    select
        pairs.document_key,
        pairs.revision,
        pairs.report_key,
        pairs.previous_report_key,
        pairs.previous_revision,
        pairs.fetched_at,
        pairs.table_code,
        pairs.table_no,
        cell.row_code,
        cell.column_code
    from pairs
    inner join stg_cell as cell
        on
            cell.report_key in (pairs.report_key, pairs.previous_report_key)
            and pairs.table_code = cell.table_code
            and pairs.table_no = cell.table_no
    where pairs.previous_report_key is not null
    group by all
)

select
    places.document_key,
    places.revision,
    places.table_code,
    places.table_no,
    places.row_code,
    places.column_code,
    places.report_key,
    places.previous_report_key,
    places.previous_revision,
    before.value as previous_value,
    after.value as new_value,
    before.raw_text as previous_text,
    after.raw_text as new_text,
    case
        when before.value is null then 'added'
        when after.value is null then 'removed'
        else 'changed'
    end as change,
    places.fetched_at as first_seen_at,
    coalesce(after.locator, before.locator) as locator
from places
left join stg_cell as before
    on
        places.previous_report_key = before.report_key
        and places.table_code = before.table_code
        and places.table_no = before.table_no
        and places.row_code = before.row_code
        and places.column_code = before.column_code
left join stg_cell as after
    on
        places.report_key = after.report_key
        and places.table_code = after.table_code
        and places.table_no = after.table_no
        and places.row_code = after.row_code
        and places.column_code = after.column_code
where before.value is distinct from after.value
