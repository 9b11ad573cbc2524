"""Site: the next warehouse in, `index.html`, a page per suite and their stylesheet out.

Great Expectations' templates fetch styles, scripts and a logo from seven hosts, and write
random ids. Those that do are replaced by the ones in `templates/`; the rest are its own.
"""

from pathlib import Path

from great_expectations.render import RenderedDocumentContent
from great_expectations.render.view import DefaultJinjaPageView
from jinja2 import ChoiceLoader, FileSystemLoader

from flows.docs.index_page import index_page
from flows.docs.outcomes import outcomes_of
from flows.docs.suite_page import suite_page
from flows.files import put
from flows.record import Night
from flows.warehouse import Connection

_TEMPLATES = Path(__file__).with_name("templates")
_STYLE = "docs.css"


def write_site(connection: Connection, folder: Path, night: Night) -> Path:
    """Write every page, the index last; what is there of another night is replaced.

    Raises:
        RuleError: a suite does not work.
    """
    suites = outcomes_of(connection)
    pages = {f"{suite.name}.html": suite_page(suite, night) for suite in suites}
    pages["index.html"] = index_page(suites, night)
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*.html"):
        if left.name not in pages:
            left.unlink()
    put(folder / _STYLE, Path(__file__).with_name(_STYLE).read_bytes())
    view = _view()
    for name, document in pages.items():
        put(folder / name, _rendered(view, document).encode())
    return folder / "index.html"


def _view() -> DefaultJinjaPageView:
    view = DefaultJinjaPageView()
    view.env.loader = ChoiceLoader([FileSystemLoader(_TEMPLATES), view.env.loader])
    view.env.trim_blocks = view.env.lstrip_blocks = True
    return view


def _rendered(view: DefaultJinjaPageView, document: RenderedDocumentContent) -> str:
    page = str(view.render(document, stylesheet=_STYLE))
    return "\n".join(line.strip() for line in page.splitlines() if line.strip()) + "\n"
