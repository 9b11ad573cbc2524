-- one row per kind of applicant
select
    applicant_code,
    name_zh,
    name_en,
    applicant_group,
    sort_order
from (
    values
    ('natural_person', '自然人', 'natural person', 'natural_person', 1),
    ('business', '商业企业', 'business', 'organization', 2),
    ('research', '科研机构', 'research institution', 'organization', 3),
    ('public_interest', '社会公益组织', 'public interest organization', 'organization', 4),
    ('legal_service', '法律服务机构', 'legal service provider', 'organization', 5),
    ('other_organization', '其他', 'other organization', 'organization', 6)
) as kinds (applicant_code, name_zh, name_en, applicant_group, sort_order)
