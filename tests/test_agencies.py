"""A printed name means one body or none, and one body has one id."""

import pytest

from flows.stage.agencies import body_within, is_collective, publisher

CHANGNING = "310105"


@pytest.mark.parametrize(
    ("printed", "name", "kind", "adcode"),
    [
        ("上海市杨浦区人民政府", "上海市杨浦区人民政府", "government", "310110"),
        ("上海市杨浦区", "上海市杨浦区人民政府", "government", "310110"),
        ("杨浦区政府", "上海市杨浦区人民政府", "government", "310110"),
        ("包河区", "合肥市包河区人民政府", "government", "340111"),
        ("上海市杨浦区府办", "上海市杨浦区人民政府办公室", "government_office", "310110"),
        ("上海市科委", "上海市科学技术委员会", "department", "310000"),
        ("合肥市发改委", "合肥市发展和改革委员会", "department", "340100"),
        ("上海市嘉定区新成路街道", "上海市嘉定区新成路街道办事处", "street_office", "310114"),
        ("上海市嘉定区安亭镇", "上海市嘉定区安亭镇人民政府", "township", "310114"),
        ("上海市杨浦区财政局(国资委)", "上海市杨浦区财政局", "department", "310110"),
        ("平潭综合实验区管委会", "平潭综合实验区管委会", "management_committee", None),
        ("国家税务总局", "国家税务总局", "department", None),
        ("上海市杨浦区某某", "上海市杨浦区某某", "unknown", "310110"),
    ],
)
def test_a_publisher_is_resolved(printed: str, name: str, kind: str, adcode: str | None) -> None:
    body = publisher(printed, 2019)
    assert body is not None
    assert (body.agency_name, body.agency_kind, body.adcode) == (name, kind, adcode)


@pytest.mark.parametrize(
    "printed",
    [
        "鼓楼区人民政府",
        "江苏省鼓楼区财政局",
        "区财政局",
        "市人民政府",
        "人民政府",
        "本局",
        "镇人民政府",
        "发改委",
    ],
)
def test_a_publisher_that_may_be_one_of_several_is_none(printed: str) -> None:
    assert publisher(printed, 2019) is None


@pytest.mark.parametrize(
    "names",
    [
        ["上海市杨浦区人民政府", "杨浦区人民政府", "上海杨浦区", "上海市杨浦区政府"],
        ["上海市科委", "上海科学技术委员会", "上海市科学技术委员会"],
        ["合肥市包河区", "安徽省合肥市包河区人民政府"],
    ],
)
def test_the_names_of_one_body_have_one_id(names: list[str]) -> None:
    assert len({publisher(name, 2019) for name in names}) == 1


def test_bodies_of_one_name_in_two_places_have_two_ids() -> None:
    nanjing, xuzhou = publisher("南京市鼓楼区财政局", 2019), publisher("徐州市鼓楼区财政局", 2019)
    assert nanjing is not None and xuzhou is not None
    assert nanjing.agency_id != xuzhou.agency_id


def test_an_id_outlives_the_year() -> None:
    first, second = publisher("上海市杨浦区财政局", 2012), publisher("上海市杨浦区财政局", 2023)
    assert first is not None and second is not None
    assert first.agency_id == second.agency_id


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("区府办", "上海市长宁区人民政府办公室"),
        ("区政府办公室", "上海市长宁区人民政府办公室"),
        ("区文旅局", "上海市长宁区文化和旅游局"),
        ("区文旅局(区文物局)", "上海市长宁区文化和旅游局"),
        ("区财政局", "上海市长宁区财政局"),
        ("科委", "上海市长宁区科学技术委员会"),
        ("长宁区财政局", "上海市长宁区财政局"),
        ("上海市财政局", "上海市财政局"),
        ("上海市杨浦区财政局", "上海市杨浦区财政局"),
    ],
)
def test_a_short_name_is_a_body_of_the_region_that_prints_it(printed: str, name: str) -> None:
    body = body_within(printed, CHANGNING, 2019)
    assert body is not None and body.agency_name == name


@pytest.mark.parametrize(
    ("printed", "adcode", "name"),
    [
        ("市府办", "310000", "上海市人民政府办公室"),
        ("市财政局", "340100", "合肥市财政局"),
        ("市财政局", "320583", "苏州市昆山市财政局"),
        ("省财政厅", "340000", "安徽省财政厅"),
        ("州财政局", "632500", "海南藏族自治州财政局"),
        ("县财政局", "632324", "黄南藏族自治州河南蒙古族自治县财政局"),
    ],
)
def test_a_level_word_is_the_regions_own(printed: str, adcode: str, name: str) -> None:
    body = body_within(printed, adcode, 2019)
    assert body is not None and body.agency_name == name


def test_a_short_name_and_the_publisher_are_one_body() -> None:
    assert body_within("区文旅局", CHANGNING, 2019) == publisher("长宁区文化和旅游局", 2019)


@pytest.mark.parametrize(
    ("printed", "adcode"),
    [
        ("区府办", None),  # whose?
        ("科委", None),
        ("区府办", "310000"),  # a district within a municipality's plan
        ("市府办", CHANGNING),
        ("鼓楼区财政局", "320100"),
        ("区政府各部门", CHANGNING),
        ("各街道(镇)", CHANGNING),
        ("区相关部门", CHANGNING),
        ("区市场监", CHANGNING),  # cut short
        ("某某中心", CHANGNING),  # not said to be of this region
        ("区", CHANGNING),
        ("", CHANGNING),
    ],
)
def test_a_name_cut_short_or_of_several_bodies_is_none(printed: str, adcode: str | None) -> None:
    assert body_within(printed, adcode, 2019) is None


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("区政府各部门", True),
        ("各街道、镇", True),
        ("有关单位", True),
        ("其他部门", True),
        ("区府办", False),
        ("各美中心", False),
        ("区财政局", False),
    ],
)
def test_a_collective_name_is_told_from_a_body(printed: str, expected: bool) -> None:
    assert is_collective(printed) is expected
