"""The one error tree; an error knows its exit code and is a sentence for people.

SwsimError                    3  could not run
├── UsageError                2  the caller asked for something that is not there
│   ├── FileProblem           2  a file that cannot be read
│   └── ProblemsFound         2  a file with several faults, all listed at once
└── RunError                  3  the run could not go on
    ├── BlockedError          3  a message that its receiver refuses for good
    ├── BrokerError           3  no broker, or one that refuses us
    └── LedgerError           3  the ledger cannot be written, read or trusted

A failed validation is a result, not an exception.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class SwsimError(Exception):
    """Base of all errors that swsim raises on purpose."""

    exit_code = 3


class UsageError(SwsimError):
    """The caller asked for something that is not there or not allowed."""

    exit_code = 2


class FileProblem(UsageError):
    """A file that cannot be read.

    `path` is the file, `why` the reason in plain words.
    """

    def __init__(self, path: Path | str, why: str) -> None:
        self.path = path
        self.why = why
        super().__init__(f"{path}: {why}")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One fault in a file: where it is, what is wrong, what would be right."""

    file: str
    line: int
    where: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return (
            f"{place}: {self.where}: {self.message}"
            if self.where
            else (f"{place}: {self.message}")
        )


class ProblemsFound(UsageError):
    """A file with one or more faults; the message lists them all, one a line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RunError(SwsimError):
    """The run could not go on."""


class BlockedError(RunError):
    """A message of the run is refused by its receiver, however often it is sent.

    `attempts` is how often it was published on `topic`, `why` what its receiver said.
    """

    def __init__(
        self,
        *,
        message_id: str,
        sender: str,
        recipient: str,
        topic: str,
        attempts: int,
        why: str,
    ) -> None:
        self.message_id = message_id
        self.sender = sender
        self.recipient = recipient
        self.topic = topic
        self.attempts = attempts
        self.why = why
        super().__init__(
            f"BLOCKED: {recipient} refuses message {message_id} from {sender}, so that"
            f" the clock cannot pass it. It was sent {attempts} times on {topic}; what"
            f" came is in the dead letters, the last one because: {why.rstrip('.')}."
            " Somebody on the way alters it, such as the broker, or its sender's"
            " certificate is not trusted; mend that. Nothing is lost."
        )


class BrokerError(RunError):
    """No broker, or a broker that refuses us."""


class LedgerError(RunError):
    """The ledger cannot be written, read or trusted."""
