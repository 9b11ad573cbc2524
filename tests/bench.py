"""How fast documents are read: `make bench`, each figure beside what others take.

One process, one core, its processor time. Every time includes everything: two readings,
metadata, prose and the Parquet files. The floor is reading the file, hashing and decoding
it. No document is read twice, so that nothing remembered of one flatters the next.
"""

import gc
import hashlib
import io
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pandas as pd
import pdfplumber

from flows.extract.batches import write_batch
from tests.generator import Sample, documents

Work = Callable[[list[bytes]], object]
_ROUNDS = 5
# As many documents as a night reads in one go.
_BATCH = 100
_SENTENCE = "认真落实政府信息公开条例，主动公开各类政府信息，全年发布信息{}条，及时回应社会关切。"
_PROSE = f"<p style='text-indent:2em'>{''.join(map(_SENTENCE.format, range(8)))}</p>\n"


def _rounds(contents: list[bytes]) -> list[list[bytes]]:
    return [contents[first :: _ROUNDS + 1] for first in range(_ROUNDS + 1)]


def _seconds(work: Work, batch: list[bytes]) -> float:
    start = time.process_time()
    work(batch)
    return (time.process_time() - start) / len(batch)


def _side_by_side(contents: list[bytes], works: list[Work]) -> list[list[float]]:
    """Seconds a document of each work, round by round of unlike documents, after a first.

    Works take turns within a round: a machine that is slow for a while is slow for all.
    """
    warming, *rest = _rounds(contents)
    for work in works:
        work(warming)
    times = [[_seconds(work, batch) for work in works] for batch in rest]
    return [list(of_one) for of_one in zip(*times, strict=True)]


def _ours(batch: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_batch(Path(folder), batch)


def _floor(batch: list[bytes]) -> None:
    for content in batch:
        hashlib.sha256(content).digest()
        content.decode("utf-8", "replace")


def _each(work: Callable[[bytes], object]) -> Work:
    return lambda batch: [work(content) for content in batch]


def _pandas(content: bytes) -> object:
    return pd.read_html(io.StringIO(content.decode("utf-8")))


def _python_docx(content: bytes) -> object:
    document = docx.Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return cells + [paragraph.text for paragraph in document.paragraphs]


def _pdfplumber(content: bytes) -> object:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [page.extract_tables() for page in pdf.pages]


def _pages(samples: list[Sample]) -> list[bytes]:
    """Whole report pages of 60-110 KB: a generated page with the prose a real one has."""
    pages = [s for s in samples if s.layout == "html" and s.form in ("2019", "2021")]
    plain = [page.content for page in pages if page.is_utf8()]
    more = _PROSE * (75_000 // len(_PROSE.encode()))
    return [page.replace(b"</body>", more.encode() + b"</body>") for page in plain]


def _of(samples: list[Sample], *layouts: str) -> list[bytes]:
    return [s.content for s in samples if s.layout in layouts][: (_ROUNDS + 1) * _BATCH]


def _line(name: str, contents: list[bytes], other: Work | None = None, whose: str = "") -> None:
    ours, floor, *theirs = _side_by_side(contents, [_ours, _floor, *([other] if other else [])])
    took, least = statistics.median(ours), statistics.median(floor)
    ratio = ""
    if theirs:
        faster = statistics.median(t / o for o, t in zip(ours, *theirs, strict=True))
        ratio = f"{faster:6.2f} x {whose}"
    print(f"{name:<34}{took * 1000:9.2f} ms{1 / took:9.0f}/s{least * 1000:9.3f} ms  {ratio}")


def main() -> None:
    """Entry point of `make bench`."""
    samples = list(documents(3, 9000))
    pages = _pages(samples)
    cells = _of(samples, "pipe", "lines", "lines_blank", "lines_pipe", "markdown", "spaced")
    flat, word, pdf = _of(samples, "flat", "flat_spaced"), _of(samples, "docx"), _of(samples, "pdf")
    # What the generator keeps of its documents is not for their readers to sweep.
    del samples
    gc.collect()
    gc.freeze()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    print(f"{python:<34}{'a document':>12}{'':>11}{'floor':>12}  faster than")
    size = sum(map(len, pages)) // len(pages) // 1024
    _line(f"HTML, {size} KB", pages, _each(_pandas), "pandas.read_html")
    _line("text, one cell a line, pipes", cells)
    _line("text, flat", flat)
    _line("DOCX", word, _each(_python_docx), "python-docx")
    _line("PDF", pdf[:30], _each(_pdfplumber), "pdfplumber")


if __name__ == "__main__":
    main()
