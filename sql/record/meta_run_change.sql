-- one row per night that published after another, and subject they are compared by
select
    run_id,
    subject,
    held,
    added,
    gone,
    changed
from night_change
