"""Mail that waits for its second, in an order that no network decides."""

import heapq
from collections import defaultdict

from swsim.domain.identifiers import site_of
from swsim.simulation.mail import Incoming


class DueMail:
    """Messages by due second, sender, recipient and link sequence.

    A link is a sender and a recipient, so the recipient makes the order total. Without
    `ordered`, messages of one second keep the order in which they came.
    """

    def __init__(self, *, ordered: bool = True) -> None:
        self._ordered = ordered
        self._heap: list[tuple[int, str, str, int, int, Incoming]] = []
        self._taken = 0

    def keep(self, due: int, mail: Incoming) -> None:
        """Keep a message for its due second."""
        self._taken += 1
        order = (
            (mail.sender, mail.recipient, mail.link_sequence)
            if self._ordered
            else ("", "", 0)
        )
        heapq.heappush(self._heap, (due, *order, self._taken, mail))

    def earliest(self) -> int | None:
        """Return the earliest due second, None when nothing waits."""
        return self._heap[0][0] if self._heap else None

    def of(self, second: int) -> dict[str, list[Incoming]]:
        """Return what is due by a second, by site; it waits no more."""
        mail: dict[str, list[Incoming]] = defaultdict(list)
        while self._heap and self._heap[0][0] <= second:
            incoming = heapq.heappop(self._heap)[-1]
            mail[site_of(incoming.recipient)].append(incoming)
        return mail

    def recipients(self) -> list[str]:
        """Return the recipient of each message that waits."""
        return [mail.recipient for *_, mail in list(self._heap)]
