"""Snapshots are written once, whole, and never believed when they have changed."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.fetch.inventory import verify
from flows.fetch.raw import Damaged, Served, Sidecar, content, read_sidecar, sidecars, store
from flows.files import sweep

REPORT = "青山市2020年政府信息公开工作年度报告".encode()


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_a_snapshot_comes_back_with_what_is_known_of_it(tmp_path: Path) -> None:
    url = "https://www.qingshan.gov.cn/report"
    sidecar, is_new = store(tmp_path, REPORT, file_name="报告.HTML", url=url)
    assert is_new
    assert content(tmp_path, sidecar) == REPORT
    assert list(sidecars(tmp_path)) == [sidecar]
    assert (sidecar.bytes, sidecar.file_name) == (len(REPORT), "报告.HTML")
    assert sidecar.url == sidecar.final_url == url
    assert sidecar.status is None and sidecar.headers == {}
    assert sidecar.fetched_at == sidecar.last_seen_at is not None
    assert sidecar.fetched_at.endswith("+00:00")


def test_how_a_server_answered_is_kept(tmp_path: Path) -> None:
    served = Served("https://www.qingshan.gov.cn/moved", 200, {"content-type": "text/html"})
    url = "https://www.qingshan.gov.cn/report"
    sidecar, _ = store(tmp_path, REPORT, url=url, served=served, source_id="qingshan")
    assert list(sidecars(tmp_path)) == [sidecar]
    assert (sidecar.url, sidecar.final_url, sidecar.status) == (url, served.final_url, 200)
    assert (sidecar.headers, sidecar.source_id) == ({"content-type": "text/html"}, "qingshan")


def test_bytes_stored_twice_are_recognised_and_keep_their_first_sidecar(tmp_path: Path) -> None:
    first, _ = store(tmp_path, REPORT, file_name="a.txt")
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    again, is_new = store(tmp_path, REPORT, file_name="b.html", url="https://elsewhere.cn/b")
    assert not is_new
    assert again == first
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before


def test_other_bytes_of_the_same_name_are_another_snapshot(tmp_path: Path) -> None:
    first, _ = store(tmp_path, REPORT, file_name="a.txt")
    second, is_new = store(tmp_path, REPORT + b"\n", file_name="a.txt")
    assert is_new and first.sha256 != second.sha256
    assert [content(tmp_path, one) for one in (first, second)] == [REPORT, REPORT + b"\n"]


@pytest.mark.parametrize(
    ("file_name", "extension"),
    [
        ("report.txt", ".txt"),
        ("report.TXT", ".txt"),
        ("report.tar.gz", ".gz"),
        ("报告.docx", ".docx"),
        (None, ".bin"),
        ("", ".bin"),
        ("report", ".bin"),
        ("report.", ".bin"),
        (".htaccess", ".bin"),
        ("report.文档", ".bin"),
        ("report.jsp?id=1", ".bin"),
        ("report.toolong", ".bin"),
        ("report.t t", ".bin"),
        ("report.txt\n", ".bin"),
        ("../../report.pdf", ".pdf"),
        ("x.sidecar.json", ".json"),
        (".sidecar.json", ".json"),
        ("a" * 300 + ".txt", ".txt"),
    ],
)
def test_a_name_lends_the_snapshot_a_plain_extension_and_no_more(
    tmp_path: Path, file_name: str | None, extension: str
) -> None:
    sidecar, _ = store(tmp_path, REPORT, file_name=file_name)
    folder = sidecar.sha256[:2]
    assert sidecar.path == f"{folder}/{sidecar.sha256}{extension}"
    assert files(tmp_path) == sorted([sidecar.path, f"{folder}/{sidecar.sha256}.sidecar.json"])
    assert list(sidecars(tmp_path)) == [sidecar]


def test_bytes_changed_on_disk_are_damaged(tmp_path: Path) -> None:
    sidecar, _ = store(tmp_path, REPORT, file_name="a.txt")
    (tmp_path / sidecar.path).write_bytes(REPORT[:-1])
    with pytest.raises(Damaged, match="not the bytes that were stored"):
        content(tmp_path, sidecar)


def test_a_snapshot_that_is_gone_is_damaged(tmp_path: Path) -> None:
    sidecar, _ = store(tmp_path, REPORT, file_name="a.txt")
    (tmp_path / sidecar.path).unlink()
    with pytest.raises(Damaged, match="cannot be read"):
        content(tmp_path, sidecar)


@pytest.mark.parametrize(
    "written",
    [b"", b"{", b"[]", b"null", b"{}", b'{"sha256": "a"}', b"\xff\xfe", b'{"no_field": 1}'],
)
def test_a_sidecar_that_cannot_be_read_is_damaged_and_hides_no_other(
    tmp_path: Path, written: bytes
) -> None:
    kept, _ = store(tmp_path, REPORT, file_name="a.txt")
    lost, _ = store(tmp_path, REPORT + b"\n", file_name="b.txt")
    path = tmp_path / lost.sha256[:2] / f"{lost.sha256}.sidecar.json"
    path.write_bytes(written)
    with pytest.raises(Damaged, match="is no sidecar"):
        read_sidecar(path)
    found = list(sidecars(tmp_path))
    assert [one for one in found if isinstance(one, Sidecar)] == [kept]
    assert len([one for one in found if isinstance(one, Damaged)]) == 1


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


def _age(raw: Path) -> None:
    for path in raw.glob("??/*"):
        os.utime(path, (0, 0))


def test_a_snapshot_whose_sidecar_is_on_the_way_is_left_alone(tmp_path: Path) -> None:
    sidecar, _ = store(tmp_path, REPORT, file_name="a.txt")
    (tmp_path / sidecar.path).with_suffix(".sidecar.json").unlink()
    assert verify(tmp_path) == (0, [])
    assert (tmp_path / sidecar.path).exists()


@pytest.mark.parametrize("damage", [_cut, Path.unlink])
@pytest.mark.parametrize("suffix", [".txt", ".sidecar.json"])
def test_a_damaged_snapshot_is_healed_by_its_own_bytes(
    tmp_path: Path, damage: Callable[[Path], None], suffix: str
) -> None:
    sidecar, _ = store(tmp_path, REPORT, file_name="a.txt")
    damage((tmp_path / sidecar.path).with_suffix(suffix))
    again, is_new = store(tmp_path, REPORT, file_name="a.txt")
    assert is_new and again.sha256 == sidecar.sha256
    assert content(tmp_path, again) == REPORT
    assert verify(tmp_path) == (1, [])


@pytest.mark.parametrize(
    ("damage", "suffix", "reason"),
    [
        (_cut, ".txt", "is not the bytes that were stored"),
        (Path.unlink, ".txt", "cannot be read"),
        (_cut, ".sidecar.json", "no sidecar"),
        (Path.unlink, ".sidecar.json", "has no sidecar"),
    ],
)
def test_a_damaged_pair_is_named_and_set_aside(
    tmp_path: Path, damage: Callable[[Path], None], suffix: str, reason: str
) -> None:
    good, _ = store(tmp_path, REPORT + b"\n", file_name="a.txt")
    bad, _ = store(tmp_path, REPORT, file_name="a.txt")
    damage((tmp_path / bad.path).with_suffix(suffix))
    _age(tmp_path)
    whole, (sentence,) = verify(tmp_path)
    assert whole == 1 and reason in sentence and "set aside" in sentence
    assert list(sidecars(tmp_path)) == [good]
    aside = [path.name for path in (tmp_path / "damaged").iterdir()]
    assert aside and all(name.startswith(bad.sha256) for name in aside)
    assert verify(tmp_path) == (1, [])
    assert store(tmp_path, REPORT, file_name="a.txt")[1]
    assert verify(tmp_path) == (2, [])


def test_a_sidecar_under_another_hash_is_damaged(tmp_path: Path) -> None:
    sidecar, _ = store(tmp_path, REPORT, file_name="a.txt")
    folder = (tmp_path / sidecar.path).parent
    other = folder / f"{sidecar.sha256[:2]}{'0' * 62}.sidecar.json"
    (folder / f"{sidecar.sha256}.sidecar.json").rename(other)
    _age(tmp_path)
    whole, sentences = verify(tmp_path)
    assert whole == 0 and "speaks of another snapshot" in "".join(sentences)


def test_what_a_killed_process_left_half_written_is_swept_away(tmp_path: Path) -> None:
    sidecar, _ = store(tmp_path, REPORT, file_name="a.txt")
    folder = (tmp_path / sidecar.path).parent
    dead = folder / f".{sidecar.sha256}.txt.4194305-1.part"
    alive = folder / f".{sidecar.sha256}.txt.{os.getpid()}-1.part"
    for path in (dead, alive):
        path.write_bytes(b"half")
    sweep(tmp_path, "??")
    assert not dead.exists() and alive.exists()


def test_a_sidecar_keeps_chinese_names_legible(tmp_path: Path) -> None:
    sidecar, _ = store(tmp_path, REPORT, file_name="青山市.txt")
    path = (tmp_path / sidecar.path).with_suffix(".sidecar.json")
    assert "青山市.txt" in path.read_text("utf-8")
    assert json.loads(path.read_text("utf-8"))["file_name"] == "青山市.txt"


@pytest.mark.parametrize("broken_at", [1, 2])
def test_a_write_that_fails_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken_at: int
) -> None:
    synced: list[int] = []

    def fail(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == broken_at:
            raise OSError("no space left on device")

    monkeypatch.setattr("flows.files.os.fsync", fail)
    with pytest.raises(OSError, match="no space"):
        store(tmp_path, REPORT, file_name="a.txt")
    assert not [name for name in files(tmp_path) if name.endswith((".part", ".json"))]
    assert list(sidecars(tmp_path)) == []
    monkeypatch.undo()
    sidecar, is_new = store(tmp_path, REPORT, file_name="a.txt")
    assert is_new and content(tmp_path, sidecar) == REPORT


def test_an_empty_store_holds_nothing(tmp_path: Path) -> None:
    assert list(sidecars(tmp_path / "nowhere")) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.binary(max_size=200), name=st.text(max_size=20))
def test_any_bytes_under_any_name_come_back(tmp_path: Path, written: bytes, name: str) -> None:
    sidecar, _ = store(tmp_path, written, file_name=name)
    assert content(tmp_path, sidecar) == written
