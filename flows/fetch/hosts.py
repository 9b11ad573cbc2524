"""A host in the course of a night: when it may be asked again, and whether at all."""

import random
import time
from dataclasses import dataclass

from flows.fetch.troubles import Away

# A delay is drawn anew each time, up to so many times the least.
_JITTER = 1.5
# A host that failed so often in a row is not asked again tonight.
_FAILURES = 3


@dataclass(slots=True)
class Host:
    """What is known of a host tonight: `left` is why it is asked no more, moments are monotonic."""

    name: str
    spent: int = 0
    asked: float = float("-inf")
    failures: int = 0
    left: str | None = None

    def take_turn(self, delay: float, budget: int) -> None:
        """Wait until the host may be asked again, and count the request.

        Raises:
            Away: it is not to be asked again tonight.
        """
        if self.left is None and self.spent >= budget:
            self.left = f"{self.spent} requests are its budget of a night"
        if self.left is not None:
            raise self.away(self.left)
        rest = self.asked + delay * random.uniform(1.0, _JITTER) - time.monotonic()
        if rest > 0:
            time.sleep(rest)
        self.spent += 1

    def fail(self, error: Exception) -> None:
        """It could not be reached, or not finish; once too often, and it is left."""
        self.failures += 1
        if self.failures >= _FAILURES:
            self.left = f"it failed {self.failures} times in a row, at last: {error}"

    def away(self, why: str) -> Away:
        """Leave it for the night, for this reason or an earlier one."""
        self.left = self.left or why
        return Away(f"{self.name} is left for tonight: {self.left}")
