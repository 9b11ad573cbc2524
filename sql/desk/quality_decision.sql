-- one row per steward's decision and what became of it tonight
with printed as (
    select
        report.document_key,
        report.report_key,
        report.fetched_at,
        report.is_canonical,
        whole.table_code,
        whole.table_no,
        whole.values_sha256
    from dim_report as report
    inner join fct_report_table as whole on report.report_key = whole.report_key
    union all
    select
        document_key,
        report_key,
        fetched_at,
        is_canonical,
        '' as table_code,
        0 as table_no,
        values_sha256
    from dim_report
),

-- A decision holds as long as the latest capture, and the one in force, print the same.
latest as (
    select
        document_key,
        table_code,
        table_no,
        max_by(report_key, (fetched_at, report_key)) as report_key,
        max_by(values_sha256, (fetched_at, report_key)) as latest_sha256,
        max(values_sha256) filter (where is_canonical) as canonical_sha256
    from printed
    group by document_key, table_code, table_no
),

decided as (
    select
        decision.*,
        latest.report_key as latest_key,
        held.report_key as held_key,
        latest.latest_sha256 = decision.values_sha256
        and coalesce(latest.canonical_sha256 = decision.values_sha256, true) as holds
    from stg_decision as decision
    left join latest using (document_key, table_code, table_no)
    left join (
        select
            document_key,
            table_code,
            table_no,
            values_sha256,
            min(report_key) as report_key
        from printed
        group by document_key, table_code, table_no, values_sha256
    ) as held using (document_key, table_code, table_no, values_sha256)
),

-- What changed, where the capture that was decided on is still held.
changed as (
    select
        decided.decision_no,
        string_agg(
            format(
                '{}.{} was {}, is {}', old.row_code, old.column_code,
                coalesce(old.raw_text, 'blank'), coalesce(new.raw_text, 'blank')
            ), '; ' order by old.row_no, old.column_no
        ) as cells
    from decided
    inner join stg_cell as old
        on
            decided.held_key = old.report_key
            and decided.table_no in (0, old.table_no)
    inner join stg_cell as new
        on
            decided.latest_key = new.report_key
            and old.table_code = new.table_code
            and old.table_no = new.table_no
            and old.row_code = new.row_code
            and old.column_code = new.column_code
    where
        not decided.holds
        and (decided.table_code = old.table_code or decided.table_no = 0)
        and old.raw_text is distinct from new.raw_text
    group by decided.decision_no
),

failing as (
    select distinct
        report_key,
        table_code,
        table_no,
        rule_id
    from quality_result
    where outcome = 'fail'
),

judged as (
    select
        decided.*,
        case
            when decided.document_key = '' then 'applied'
            when decided.latest_key is null then 'absent'
            when not decided.holds then 'void'
            when decided.decision = 'accept' and failing.report_key is null then 'idle'
            when decided.decision = 'correct' and not coalesce(cell.is_corrected, false) then 'void'
            else 'applied'
        end as status,
        case
            when decided.document_key = '' then null
            when decided.latest_key is null then 'no such report or table is held'
            when not decided.holds
                then 'the printed values changed: ' || coalesce(changed.cells, 'they are others now')
            when decided.decision = 'accept' and failing.report_key is null
                then 'the rule does not fail'
            when decided.decision = 'correct' and cell.report_key is null
                then 'there is no such cell'
            when decided.decision = 'correct' and not cell.is_corrected
                then
                    'it expects to replace ' || coalesce(written(decided.expect), 'nothing')
                    || ', but ' || coalesce(written(cell.value), 'nothing') || ' was read there'
        end as why
    from decided
    left join changed using (decision_no)
    left join failing
        on
            decided.latest_key = failing.report_key
            and decided.table_code = failing.table_code
            and decided.table_no = failing.table_no
            and decided.rule_id = failing.rule_id
    left join stg_cell as cell
        on
            decided.latest_key = cell.report_key
            and decided.table_code = cell.table_code
            and decided.table_no = cell.table_no
            and decided.row_code = cell.row_code
            and decided.column_code = cell.column_code
)

select
    decision_no,
    decision,
    status,
    why,
    document_key,
    table_code,
    table_no,
    rule_id,
    about,
    reason,
    decided_by,
    decided_on
from judged
