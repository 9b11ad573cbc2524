-- Where does most of the work pile up at the end of the year?
-- 哪些机关年底未办结的申请比例最高？
-- Grain: one row per agency and year with something to answer.
-- Caveat: of printed totals; what is carried out is a stock and must not be added over years. A
-- request of December may still be in time in January.
select
    agency_id,
    agency_name,
    report_year,
    scope,
    received_printed + carried_in_printed as to_answer,
    carried_out_printed as carried_out,
    carried_out_printed / (received_printed + carried_in_printed) as carried_out_share
from mart_agency_year
where received_printed + carried_in_printed > 0 and carried_out_printed is not null
order by carried_out_share desc, to_answer desc, agency_id asc, report_year asc
