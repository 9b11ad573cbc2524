-- one row per contradiction in a publisher's own numbers, as one could write to it
with labels as (
    select
        'request' as table_code,
        line_code as code,
        name_zh as label
    from dim_request_line
    union all
    select
        'request' as table_code,
        applicant_code as code,
        name_zh as label
    from dim_applicant
    union all
    select distinct
        'review' as table_code,
        channel_code as code,
        channel_zh as label
    from dim_review_result
    union all
    select
        'disclosure' as table_code,
        item_code as code,
        name_zh as label
    from dim_disclosure_item
    union all
    select distinct
        'disclosure' as table_code,
        measure_code as code,
        name_zh as label
    from dim_measure
    union all
    select
        unnest(['request', 'review']) as table_code,
        'total' as code,
        '总计' as label
),

headings as (
    select
        table_code,
        heading
    from (
        values
        ('disclosure', '主动公开政府信息情况'),
        ('request', '收到和处理政府信息公开申请情况'),
        ('review', '政府信息公开行政复议、行政诉讼情况'),
        ('indicator', '政府信息公开情况统计表')
    ) as listed (table_code, heading)
),

errors as (
    select
        result.*,
        report.agency_key,
        coalesce(nullif(agency.agency_name, '未知'), report.agency_text) as agency_name,
        report.report_year,
        report.title,
        report.source_url,
        report.file_name
    from quality_result as result
    inner join dim_report as report on result.report_key = report.report_key
    inner join dim_agency as agency on report.agency_key = agency.agency_key
    where
        result.outcome = 'fail'
        and result.fault = 'source'
        and result.severity != 'info'
        and report.is_canonical
),

-- A place is one code or several: received.total, litigation_direct.total + ...
parts as (
    select
        report_key,
        rule_id,
        table_code,
        table_no,
        place,
        unnest(regexp_extract_all(place, '[^. +]+')) as code,
        generate_subscripts(regexp_extract_all(place, '[^. +]+'), 1) as part_no
    from errors
    where table_code != 'indicator'
),

places as (
    select
        parts.report_key,
        parts.rule_id,
        parts.table_code,
        parts.table_no,
        parts.place,
        string_agg(labels.label, ' ' order by parts.part_no) as place_name
    from parts
    inner join labels on parts.table_code = labels.table_code and parts.code = labels.code
    group by parts.report_key, parts.rule_id, parts.table_code, parts.table_no, parts.place
)

select
    errors.report_key,
    errors.agency_key,
    errors.agency_name,
    errors.report_year,
    errors.title,
    errors.rule_id,
    errors.table_code,
    errors.table_no,
    coalesce(whole.table_title, headings.heading) as table_name,
    errors.place,
    coalesce(places.place_name, errors.place) as place_name,
    errors.expected,
    errors.observed,
    errors.message,
    rule.why,
    errors.source_url,
    errors.file_name
from errors
inner join quality_rule as rule on errors.rule_id = rule.rule_id
left join headings on errors.table_code = headings.table_code
left join stg_table as whole
    on
        errors.report_key = whole.report_key
        and errors.table_no = whole.table_no
        and errors.table_code = whole.table_code
left join places
    on
        errors.report_key = places.report_key
        and errors.rule_id = places.rule_id
        and errors.table_code = places.table_code
        and errors.table_no = places.table_no
        and errors.place = places.place
