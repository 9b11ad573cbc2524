-- one row per region and year with a consolidated report of its government
-- The region's own report counts everybody in it; sums of its agencies' would count them twice.
select distinct on (agency.region_key, year_of.report_year)
    agency.region_key,
    region.adcode,
    region.region_name,
    region.level,
    year_of.report_year,
    year_of.agency_key,
    year_of.agency_name,
    year_of.report_key,
    year_of.received_printed,
    year_of.received_summed,
    year_of.carried_in_printed,
    year_of.carried_in_summed,
    year_of.concluded_printed,
    year_of.concluded_summed,
    year_of.carried_out_printed,
    year_of.carried_out_summed,
    year_of.granted_count,
    year_of.partly_granted_count,
    year_of.granted_share,
    year_of.review_count,
    year_of.has_source_error
from mart_agency_year as year_of
inner join dim_agency as agency on year_of.agency_key = agency.agency_key
inner join dim_region as region on agency.region_key = region.region_key
where
    year_of.scope = 'consolidated'
    and agency.agency_kind in ('government', 'government_office')
    and region.adcode is not null
order by
    agency.region_key asc, year_of.report_year asc, agency.agency_kind = 'government' desc,
    year_of.report_key asc
