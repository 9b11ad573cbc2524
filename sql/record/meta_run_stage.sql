-- one row per night and stage it came to
select
    run_id,
    place as stage_no,
    name as stage,
    things,
    seconds::decimal(12, 3) as seconds
from night_stage
