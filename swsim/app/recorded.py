"""A run that was played, and what it takes to play it again: its ledger's header."""

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from swsim.app.fingerprints import fingerprints
from swsim.app.folders import RunFolder, open_folder
from swsim.app.stage import Play
from swsim.domain.policies import Policy
from swsim.domain.settings import PolicyChange
from swsim.errors import LedgerError, UsageError
from swsim.ledger.store import Ledger
from swsim.scenario import LoadedScenario, load_scenario


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """A run in its folder, by this version of swsim, whole or interrupted."""

    folder: RunFolder
    header: Mapping[str, str]

    @property
    def ended(self) -> bool:
        """Whether the run came to its end."""
        return "digest" in self.header

    def scenario(self) -> LoadedScenario | None:
        """Return the scenario of the run, None where the file is another by now."""
        loaded = load_scenario(self.folder.scenario)
        if loaded.sha256 != self.header["scenario_sha256"]:
            return None
        return replace(loaded, name=self.header["scenario"])

    def play(
        self, *, broker: str | None = None, speed: int | None = None, lang: str = "en"
    ) -> Play:
        """Return what was played; `broker` stands in for the one it began with.

        Raises UsageError when the scenario in the folder is another by now.
        """
        loaded, header = self.scenario(), self.header
        if loaded is None:
            raise UsageError(
                f"{self.folder.scenario}: this is not the scenario that the run began"
                " with; put the file back as it was"
            )
        at, external = header["forked_at"], tuple(header["external"].split())
        return Play(
            loaded=loaded,
            seed=int(header["seed"]),
            shipments=int(header["shipments"]),
            broker=header["broker"] if broker is None else broker,
            protocol=header["protocol"],
            speed=speed,
            run_dir=self.folder.path,
            lang=lang,
            seats=tuple(
                seat for seat in header["seats"].split() if seat not in external
            ),
            external=external,
            durable=header["durable"] == "1",
            policy_changes=_changes(header["policy_changes"]),
            forked=(header["forked_from"], int(at)) if at else None,
        )


def _changes(text: str) -> tuple[PolicyChange, ...]:
    return tuple(
        PolicyChange(after=each["after"], policy=Policy(**each["policy"]))
        for each in json.loads(text)
    )


def recorded_run(path: Path) -> Recorded:
    """Return the run in a folder.

    Raises UsageError where there is none, LedgerError for one of another version of
    swsim, schemas or members, which cannot be played again.
    """
    folder = open_folder(path)
    with closing(Ledger.open(folder.ledger)) as ledger:
        header = ledger.header()
    _refuse_other_versions(folder, header)
    return Recorded(folder=RunFolder(id=header["run_id"], path=path), header=header)


def _refuse_other_versions(folder: RunFolder, header: Mapping[str, str]) -> None:
    for name, now in fingerprints().items():
        if (then := header.get(name)) != now:
            raise LedgerError(
                f"{folder.path}: {name} was {then} when the run was played and is {now}"
                " now; only the swsim that played it can play it again. What happened"
                " can still be read: report.html in it, swsim ledger"
            )
