-- one row per report and thing counted in its prose: the figures, and whether a table's compare
-- They do where they are of the same bodies and the same year: those whose sentence leaves open
-- whose they are, with the report; those of the whole district, where its government reports
-- and states none of its own beside them. Figures of a part count for nothing here.
with scopes as (
    select
        report_key,
        count(distinct scope) > 1 as has_both
    from stg_figure
    where scope in ('own', 'consolidated')
    group by report_key
)

select
    figure.report_key,
    figure.figure_code,
    list(distinct figure.value) as figures,
    any_value(figure.value)::bigint || ' in “' || any_value(figure.sentence) || '”' as printed,
    bool_and(
        case figure.scope
            when 'unknown' then true
            when document.scope
                then
                    not scopes.has_both
                    and (
                        figure.scope = 'own'
                        or coalesce(agency.agency_kind in ('government', 'government_office'), false)
                    )
            else false
        end
    )
    -- Two different figures under one name count two things.
    and count(distinct figure.value) = 1
    and not bool_or(
        document.report_year is null
        or len(list_filter(
            regexp_extract_all(figure.sentence, '(20\d\d)年', 1),
            lambda named: named::integer != document.report_year
        )) > 0
    ) as is_comparable
from stg_figure as figure
inner join stg_document as document on figure.report_key = document.report_key
left join stg_agency as agency
    on figure.report_key = agency.report_key and agency.role = 'publisher'
left join scopes on figure.report_key = scopes.report_key
where figure.scope != 'part' and figure.unit not in ('人', '名', '篇', '元')
group by figure.report_key, figure.figure_code
