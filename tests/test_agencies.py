"""A printed name means one body or none, and one body has one id."""

from datetime import date

import pytest

from flows.stage import lineages
from flows.stage.agencies import body_within, is_collective, publisher, superiors

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
        "财政局",
        "国家税务局",
        "新华街道办事处",
        "高新技术产业开发区管理委员会",
        "海南州人民政府",
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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("合肥市国土资源局", 2016), ("合肥市自然资源和规划局", 2020)),
        (("合肥市卫计委", 2016), ("合肥市卫生健康委员会", 2020)),
        (("安徽省环境保护厅", 2015), ("安徽省生态环境厅", 2023)),
        # A county made a district, a city that took another name, a county moved to another city.
        (("重庆市开县财政局", 2014), ("重庆市开州区财政局", 2019)),
        (("襄樊市财政局", 2009), ("襄阳市财政局", 2012)),
        (("庐江县财政局", 2009), ("合肥市庐江县财政局", 2019)),
        (("綦江县财政局", 2009), ("綦江区财政局", 2019)),
    ],
)
def test_a_renamed_body_keeps_its_id(before: tuple[str, int], after: tuple[str, int]) -> None:
    first, second = publisher(*before), publisher(*after)
    assert first is not None and second is not None
    assert first.agency_id == second.agency_id
    assert first.agency_name != second.agency_name
    assert second.name_since is not None and second.name_since != first.name_since


@pytest.mark.parametrize(
    ("today", "then", "year"),
    [
        ("重庆市开州区财政局", "重庆市开县财政局", 2014),
        ("襄阳市财政局", "襄樊市财政局", 2009),
    ],
)
def test_an_old_report_headed_with_the_name_of_today_is_the_same_bodys(
    today: str, then: str, year: int
) -> None:
    headed, written = publisher(today, year), publisher(then, year)
    assert headed is not None and written is not None
    assert headed.agency_id == written.agency_id
    assert headed.name_since is not None and headed.name_since.year > year
    over = list(superiors(headed, year))
    assert headed.parent_agency_id == written.parent_agency_id == over[0].agency_id


def test_a_code_given_to_another_division_makes_no_one_body_of_two() -> None:
    wansheng, qijiang = publisher("万盛区财政局", 2009), publisher("綦江区财政局", 2019)
    assert wansheng is not None and qijiang is not None
    assert wansheng.adcode == qijiang.adcode == "500110"
    assert wansheng.agency_id != qijiang.agency_id


def test_a_merged_body_ends_and_names_its_successor() -> None:
    market = publisher("上海市杨浦区市场监管局", 2019)
    assert market is not None and market.successor_id is None
    ids = set()
    for name in ("工商局", "质监局", "食药监局"):
        body = publisher(f"上海市杨浦区{name}", 2013)
        assert body is not None and body.successor_id == market.agency_id
        ids |= {body.agency_id}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("printed", "over"),
    [
        ("上海市嘉定区新成路街道", ["上海市嘉定区人民政府", "上海市人民政府"]),
        ("合肥市包河区财政局", ["合肥市包河区人民政府", "合肥市人民政府", "安徽省人民政府"]),
        ("合肥市人民政府", ["安徽省人民政府"]),
        ("安徽省人民政府", []),
        ("国家税务总局", []),
    ],
)
def test_the_governments_over_a_body_are_those_of_its_divisions(
    printed: str, over: list[str]
) -> None:
    body = publisher(printed, 2020)
    assert body is not None
    found = list(superiors(body, 2020))
    assert [one.agency_name for one in found] == over
    assert body.parent_agency_id == (found[0].agency_id if found else None)


def test_an_entry_of_the_lineages_is_all_a_rename_takes(tmp_path, monkeypatch) -> None:
    body, renamed = ("合肥市大数据管理局", 2020), ("合肥市数据局", 2024)
    assert publisher(*body).agency_id != publisher(*renamed).agency_id
    entry = """
  - names:
      - {body: 大数据管理局}
      - {body: 数据局, from: 2023-10-25, source: 国家数据局2023年10月25日挂牌}
"""
    text = lineages.LINEAGES.read_text("utf-8").replace("renamed:", "renamed:" + entry, 1)
    (tmp_path / "lineages.yml").write_text(text, "utf-8")
    monkeypatch.setattr(lineages, "LINEAGES", tmp_path / "lineages.yml")
    publisher.cache_clear()
    assert publisher(*body).agency_id == publisher(*renamed).agency_id
    assert publisher(*renamed).name_since == date(2023, 10, 25)
    publisher.cache_clear()


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        (
            "- names: [{body: 甲局}, {body: 国土资源局, from: 2020-01-01, source: 文}]",
            "two lineages",
        ),
        ("- names: [{body: 甲局}, {body: 乙局}]", "order"),
        ("- names: [{body: 甲局}, {body: 乙局, from: 2020-01-01}]", "without its source"),
        ("- names: [{body: 甲局, kind: 局}]", "unknown field"),
    ],
)
def test_lineages_that_contradict_themselves_are_refused(
    tmp_path, monkeypatch, entry: str, complaint: str
) -> None:
    text = lineages.LINEAGES.read_text("utf-8").replace("renamed:", f"renamed:\n  {entry}", 1)
    (tmp_path / "lineages.yml").write_text(text, "utf-8")
    monkeypatch.setattr(lineages, "LINEAGES", tmp_path / "lineages.yml")
    with pytest.raises(lineages.LineageError, match=complaint):
        lineages.lineage("财政局")


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
