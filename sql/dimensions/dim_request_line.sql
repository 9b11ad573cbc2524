-- one row per line of table 3
select
    line_code,
    name_zh,
    name_en,
    stage,
    outcome_group,
    stage = 'carry' as is_stock,
    -- 其他处理 is one line of the 2019 form and three of the 2021 one.
    case when outcome_group = 'other' then 'request.other' else 'request.' || line_code end
        as series_code,
    case when line_code = 'other' then 'approximate' else 'exact' end as comparability,
    sort_order
from (
    values
    ('received', '本年新收政府信息公开申请数量', 'received this year', 'intake', null, 1),
    ('carried_in', '上年结转政府信息公开申请数量', 'carried in from last year', 'carry', null, 2),
    ('granted', '予以公开', 'granted', 'outcome', 'granted', 3),
    ('partly_granted', '部分公开', 'granted in part', 'outcome', 'partly_granted', 4),
    ('refused_state_secret', '属于国家秘密', 'refused: state secret', 'outcome', 'refused', 5),
    ('refused_prohibited_by_law', '其他法律行政法规禁止公开', 'refused: prohibited by other law', 'outcome', 'refused', 6),
    ('refused_security_stability', '危及“三安全一稳定”', 'refused: endangers security or stability', 'outcome', 'refused', 7),
    ('refused_third_party_rights', '保护第三方合法权益', 'refused: rights of a third party', 'outcome', 'refused', 8),
    ('refused_internal_affairs', '属于三类内部事务信息', 'refused: internal affairs', 'outcome', 'refused', 9),
    ('refused_process_information', '属于四类过程性信息', 'refused: information on a process', 'outcome', 'refused', 10),
    ('refused_enforcement_file', '属于行政执法案卷', 'refused: enforcement file', 'outcome', 'refused', 11),
    ('refused_administrative_query', '属于行政查询事项', 'refused: a matter of administrative query', 'outcome', 'refused', 12),
    ('unavailable_not_held', '本机关不掌握相关政府信息', 'unavailable: not held', 'outcome', 'unavailable', 13),
    ('unavailable_needs_creation', '没有现成信息需要另行制作', 'unavailable: would have to be created', 'outcome', 'unavailable', 14),
    ('unavailable_unclear_after_correction', '补正后申请内容仍不明确', 'unavailable: still unclear after correction', 'outcome', 'unavailable', 15),
    ('not_processed_petition', '信访举报投诉类申请', 'not processed: petition or complaint', 'outcome', 'not_processed', 16),
    ('not_processed_repeat', '重复申请', 'not processed: repeated', 'outcome', 'not_processed', 17),
    ('not_processed_publication', '要求提供公开出版物', 'not processed: asks for a publication', 'outcome', 'not_processed', 18),
    ('not_processed_excessive', '无正当理由大量反复申请', 'not processed: excessive without reason', 'outcome', 'not_processed', 19),
    ('not_processed_reconfirm', '要求行政机关确认或重新出具已获取信息', 'not processed: asks to confirm or reissue', 'outcome', 'not_processed', 20),
    ('other', '其他处理', 'other handling (2019 form)', 'outcome', 'other', 21),
    ('other_not_corrected', '申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请', 'other: not corrected in time (2021 form)', 'outcome', 'other', 22),
    ('other_fee_unpaid', '申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请', 'other: fee not paid (2021 form)', 'outcome', 'other', 23),
    ('other_other', '其他', 'other: other (2021 form)', 'outcome', 'other', 24),
    ('concluded_total', '总计', 'concluded, printed total', 'witness', null, 25),
    ('carried_out', '结转下年度继续办理', 'carried out to next year', 'carry', null, 26)
) as lines (line_code, name_zh, name_en, stage, outcome_group, sort_order)
