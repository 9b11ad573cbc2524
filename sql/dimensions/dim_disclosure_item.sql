-- one row per item of table 2
select
    item_code,
    clause,
    name_zh,
    name_en,
    sort_order
from (
    values
    ('regulations', '第二十条第（一）项', '规章', 'regulations', 1),
    ('normative_documents', '第二十条第（一）项', '行政规范性文件', 'normative documents', 2),
    ('licences', '第二十条第（五）项', '行政许可', 'administrative licences', 3),
    ('other_services', '第二十条第（五）项', '其他对外管理服务事项', 'other services to the public (2019 form)', 4),
    ('penalties', '第二十条第（六）项', '行政处罚', 'administrative penalties', 5),
    ('coercive_measures', '第二十条第（六）项', '行政强制', 'coercive measures', 6),
    ('fees', '第二十条第（八）项', '行政事业性收费', 'administrative fees', 7),
    ('procurement', '第二十条第（九）项', '政府集中采购', 'government procurement (2019 form)', 8)
) as items (item_code, clause, name_zh, name_en, sort_order)
