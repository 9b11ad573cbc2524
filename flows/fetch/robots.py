"""What a host's robots.txt allows us, and how fast (RFC 9309)."""

from dataclasses import dataclass

from protego import Protego

from flows.settings import AGENT

# RFC 9309, 2.5: a crawler reads at least 500 KiB of it.
_READ = 512 * 1024


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host; `delay` in seconds between requests, 0 where it asks for none."""

    rules: Protego
    delay: float

    def allow(self, address: str) -> bool:
        """Whether we may ask for an address."""
        return bool(self.rules.can_fetch(address, AGENT))


def read_robots(content: bytes) -> Robots:
    """Read a robots.txt; what cannot be read in it forbids nothing."""
    rules = Protego.parse(content[:_READ].decode("utf-8", "replace"))
    rate = rules.request_rate(AGENT)
    paces = [rules.crawl_delay(AGENT), rate.seconds / rate.requests if rate else None]
    return Robots(rules, max(float(pace) for pace in (*paces, 0.0) if pace is not None))
