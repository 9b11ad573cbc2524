-- one row per channel and result of table 4
with channels as (
    select *
    from (
        values
        ('reconsideration', '行政复议', 'administrative reconsideration', 'review.reconsideration', 1),
        ('litigation_direct', '未经复议直接起诉', 'litigation without reconsideration', 'review.litigation', 2),
        ('litigation_after_review', '复议后起诉', 'litigation after reconsideration', 'review.litigation', 3)
    ) as listed (channel_code, channel_zh, channel_en, series_code, channel_order)
),

results as (
    select *
    from (
        values
        ('upheld', '结果维持', 'upheld', 1),
        ('corrected', '结果纠正', 'corrected', 2),
        ('other', '其他结果', 'other result', 3),
        ('pending', '尚未审结', 'pending', 4)
    ) as listed (result_code, result_zh, result_en, result_order)
)

select
    channels.channel_code,
    results.result_code,
    channels.channel_zh,
    channels.channel_en,
    results.result_zh,
    results.result_en,
    channels.series_code,
    (channels.channel_order - 1) * 4 + results.result_order as sort_order
from channels
cross join results
