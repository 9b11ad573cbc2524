-- one macro per way of making a key (hashes of the natural key, null where a part is null), of
-- the way back to a printed cell, and of writing an amount: without the noughts of its type
create or replace temp macro report_key_of(content_sha256) as content_sha256[:32];
create or replace temp macro locator_of(content_sha256, fragment) as
content_sha256 || '#' || fragment;
create or replace temp macro key_of(parts) as
case when list_count(parts) = len(parts) then md5(array_to_string(parts, chr(31))) end;
create or replace temp macro unknown_key() as '00000000000000000000000000000000';
create or replace temp macro written(amount) as rtrim(rtrim(amount::varchar, '0'), '.');
-- Of several faults the one nearest to us is told.
create or replace temp macro fault_rank(fault) as
case fault when 'extraction' then 3 when 'capture' then 2 when 'unknown' then 1 else 0 end;
