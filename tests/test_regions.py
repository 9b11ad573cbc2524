"""A name begins with one division or with none; a name of several is nobody's."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from flows.stage import divisions
from flows.stage.divisions import NO_PLACE, abolished, all_regions, full_name, level_of, origin
from flows.stage.regions import split_region


@pytest.mark.parametrize(
    ("name", "adcode", "rest"),
    [
        ("上海市杨浦区人民政府", "310110", "人民政府"),
        ("上海杨浦区人民政府", "310110", "人民政府"),
        ("杨浦区人民政府", "310110", "人民政府"),
        ("上海市财政局", "310000", "财政局"),
        ("上海财政局", "310000", "财政局"),
        ("合肥市包河区", "340111", ""),
        ("安徽省合肥市包河区财政局", "340111", "财政局"),
        ("江苏南京市财政局", "320100", "财政局"),
        ("南京市鼓楼区财政局", "320106", "财政局"),
        ("徐州市鼓楼区财政局", "320302", "财政局"),
        ("重庆市开州区", "500154", ""),
        ("广西壮族自治区财政厅", "450000", "财政厅"),
        ("广西财政厅", "450000", "财政厅"),
        ("海南省三亚市", "460200", ""),
    ],
)
def test_a_name_gives_its_innermost_division(name: str, adcode: str, rest: str) -> None:
    assert split_region(name, 2019) == (adcode, rest)


@pytest.mark.parametrize(
    ("name", "adcode", "rest"),
    [
        ("吉林市财政局", "220200", "财政局"),
        ("吉林省吉林市财政局", "220200", "财政局"),
        ("河北区人民政府", "120105", "人民政府"),
        ("海南藏族自治州人民政府", "632500", "人民政府"),
        ("河南蒙古族自治县人民政府", "632324", "人民政府"),
        ("海南州人民政府", None, "海南州人民政府"),
    ],
)
def test_a_province_cut_short_does_not_swallow_a_longer_name(
    name: str, adcode: str | None, rest: str
) -> None:
    assert split_region(name, 2019) == (adcode, rest)


@pytest.mark.parametrize("name", ["鼓楼区财政局", "江苏省鼓楼区财政局", "朝阳区", "普陀区人民政府"])
def test_a_county_that_several_divisions_have_is_nobodys(name: str) -> None:
    assert split_region(name, 2019) is None


@pytest.mark.parametrize("name", ["", "财政局", "区财政局", "国家税务总局", "青山绿水镇", "市辖区"])
def test_a_name_without_a_division_is_left_whole(name: str) -> None:
    assert split_region(name, 2019) == (None, name)


def test_a_division_counts_in_the_years_that_list_it() -> None:
    assert split_region("重庆市开县财政局", 2014) == ("500234", "财政局")
    assert split_region("重庆市开县财政局", 2019) == ("500000", "开县财政局")
    assert split_region("上海市闸北区财政局", 2014) == ("310108", "财政局")
    assert split_region("上海市闸北区财政局", 2019) == ("310000", "闸北区财政局")


def test_a_division_abolished_within_a_year_reports_on_it() -> None:
    for year in (2009, 2011):
        assert split_region("上海市卢湾区财政局", year) == ("310103", "财政局")
        assert full_name("310103", year) == "上海市卢湾区"
    assert split_region("上海市卢湾区财政局", 2012) == ("310000", "卢湾区财政局")


@pytest.mark.parametrize("year", [None, 2024, 2030])
def test_a_year_behind_the_last_list_takes_the_last_list(year: int | None) -> None:
    assert split_region("重庆市开州区", year) == ("500154", "")


@pytest.mark.parametrize(
    ("adcode", "level"),
    [("310000", "province"), ("340100", "prefecture"), ("340111", "county")],
)
def test_the_noughts_of_a_code_say_its_level(adcode: str, level: str) -> None:
    assert level_of(adcode) == level


@pytest.mark.parametrize(
    ("adcode", "name"),
    [
        ("310000", "上海市"),
        ("310110", "上海市杨浦区"),
        ("500154", "重庆市开州区"),
        ("340111", "合肥市包河区"),
        ("340100", "合肥市"),
        ("450000", "广西壮族自治区"),
        ("999999", ""),
    ],
)
def test_a_full_name_says_what_the_county_lies_in(adcode: str, name: str) -> None:
    assert full_name(adcode, 2019) == name


def test_every_division_stands_once_with_its_names_by_level() -> None:
    every = all_regions()
    assert len({(region.adcode, region.region_name) for region in every}) == len(every) > 3000
    regions = {region.adcode: region for region in every}
    baohe = regions["340111"]
    assert (baohe.province_name, baohe.prefecture_name) == ("安徽省", "合肥市")
    assert (baohe.county_name, baohe.region_name, baohe.level) == ("包河区", "包河区", "county")
    assert regions["310000"].prefecture_name is None
    for region in regions.values():
        assert len(region.adcode) == 6 and region.adcode.isdecimal()
        assert region.valid_from <= region.valid_to
        assert region.level == level_of(region.adcode)
        assert (region.county_name is not None) == (region.level == "county")


@pytest.mark.parametrize(
    ("adcode", "names"),
    [
        ("310103", ["卢湾区"]),
        ("420600", ["襄樊市", "襄阳市"]),
        ("500110", ["万盛区", "綦江区"]),
        ("210112", ["东陵区", "浑南区"]),
    ],
)
def test_the_names_of_a_code_follow_one_another(adcode: str, names: list[str]) -> None:
    found = [region for region in all_regions() if region.adcode == adcode]
    assert [region.region_name for region in found] == names
    for earlier, later in pairwise(found):
        assert earlier.valid_to < later.valid_from


def test_every_succession_joins_divisions_that_the_list_has() -> None:
    entries = yaml.safe_load(
        Path(divisions.__file__).with_name("successions.yml").read_text("utf-8")
    )["successions"]
    names: dict[str, set[str]] = {}
    for region in all_regions():
        names.setdefault(region.adcode, set()).add(region.region_name)
    for entry in entries:
        assert names[entry["to"]] and entry["since"] <= "201904"
        assert not names[entry["from"]] & NO_PLACE
    assert len({entry["to"] for entry in entries}) == len(entries) > 200


@pytest.mark.parametrize(
    ("adcode", "year", "day"),
    [
        ("310103", 2009, date(2011, 10, 1)),  # 卢湾区, into its neighbour
        ("500110", 2009, date(2011, 10, 1)),  # 万盛区, whose code is 綦江区's now
        ("500110", 2012, None),
        ("500234", 2014, None),  # 开县, a district now
        ("420600", 2009, None),  # 襄樊市, under another name
        ("310110", 2020, None),
    ],
)
def test_division_merged_into_another_is_abolished_and_one_renamed_is_not(
    adcode: str, year: int, day: date | None
) -> None:
    assert abolished(adcode, year) == day


def test_what_a_division_was_leads_to_its_first_code() -> None:
    assert origin("510185", 2019) == origin("510180", 2016) == origin("512081", 2012) == "512081"
    assert origin("500110", 2009) == "500110" != origin("500110", 2012)


def test_a_full_name_leads_back_to_its_division_or_to_none() -> None:
    wrong = [
        (region.adcode, found[0])
        for region in all_regions()
        if (name := full_name(region.adcode, 2019))
        and (found := split_region(name, 2019))
        and found not in ((region.adcode, ""), (None, name))
    ]
    assert wrong == []
