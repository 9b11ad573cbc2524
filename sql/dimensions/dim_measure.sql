-- one row per measure of table 2
select
    measure_code,
    form_edition,
    name_zh,
    name_en,
    unit,
    kind,
    sort_order
from (
    values
    ('made', '2019', '本年新制作数量', 'made this year', '件', 'flow', 1),
    ('newly_published', '2019', '本年新公开数量', 'newly published this year', '件', 'flow', 2),
    ('total_published', '2019', '对外公开总数量', 'published in all', '件', 'stock', 3),
    ('prior_year_items', '2019', '上一年项目数量', 'items the year before', '项', 'stock', 4),
    ('change', '2019', '本年增/减', 'change this year', '项', 'change', 5),
    ('decisions', '2019, 2021', '处理决定数量', 'decisions taken', '件', 'flow', 6),
    ('procurement_items', '2019', '采购项目数量', 'items procured', '项', 'flow', 7),
    ('procurement_amount', '2019', '采购总金额', 'amount procured', '元', 'flow', 8),
    ('issued', '2021', '本年制发件数', 'issued this year', '件', 'flow', 9),
    ('repealed', '2021', '本年废止件数', 'repealed this year', '件', 'flow', 10),
    ('in_force', '2021', '现行有效件数', 'in force', '件', 'stock', 11),
    ('fee_amount', '2021', '本年收费金额', 'fees charged this year', '元', 'flow', 12)
) as measures (measure_code, form_edition, name_zh, name_en, unit, kind, sort_order)
