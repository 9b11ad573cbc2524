-- How often does a suit follow a reconsideration, and what comes of it?
-- 行政复议之后再起诉的有多少，结果如何？
-- Grain: one row per year and scope.
-- Caveat: the cases of a year are not the same ones in both channels: a suit of this year can follow
-- a reconsideration of the last. Never add the scopes.
with channels as (
    select
        agency_key,
        report_year,
        max(total_summed) filter (where channel_code = 'reconsideration') as reviews,
        max(total_summed) filter (where channel_code = 'litigation_after_review') as suits,
        max(decided_count) filter (where channel_code = 'litigation_after_review') as decided,
        max(corrected_count) filter (where channel_code = 'litigation_after_review') as corrected
    from mart_review_outcome
    group by agency_key, report_year
)

select
    channels.report_year,
    year_of.scope,
    count(*) as reports,
    sum(channels.reviews)::bigint as reconsiderations,
    sum(channels.suits)::bigint as suits_after,
    sum(channels.suits) / nullif(sum(channels.reviews), 0) as suits_per_reconsideration,
    sum(channels.decided)::bigint as suits_decided,
    sum(channels.corrected) / nullif(sum(channels.decided), 0) as corrected_share
from channels
inner join mart_agency_year as year_of
    on channels.agency_key = year_of.agency_key and channels.report_year = year_of.report_year
where channels.reviews is not null and channels.suits is not null
group by channels.report_year, year_of.scope
order by channels.report_year, year_of.scope
