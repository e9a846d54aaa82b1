"""Seats for other systems: what a run must be like, and the files to connect with."""

import json
from collections.abc import Collection
from pathlib import Path

from swsim.app.folders import RunFolder
from swsim.errors import UsageError
from swsim.exchange.mqtt import MqttLink
from swsim.exchange.topics import PREFIX, client_id, inbox
from swsim.security.files import write_private


def refuse_haste(external: Collection[str], speed: int | None, broker: str) -> None:
    """Raise UsageError for a run that no system outside could take part in."""
    if not external:
        return
    who = ", ".join(sorted(external))
    if speed is None:
        raise UsageError(
            f"{who} is external: at full speed the run would be over before another"
            " system has said a word. Give it time, such as --speed 600."
        )
    if broker == "none":
        raise UsageError(
            f"{who} is external and needs a broker to connect to; leave out --broker"
            " none."
        )


def write_seats(
    link: MqttLink, folder: RunFolder, external: Collection[str]
) -> list[Path]:
    """Say in a file for each external seat where to connect; return the files.

    They are private: they hold passwords.
    """
    files = [folder.seat(participant) for participant in sorted(external)]
    for file in files:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        write_private(file, json.dumps(seat(link, file.stem), indent=1) + "\n")
    return files


def seat(link: MqttLink, participant: str) -> dict[str, object]:
    """Return what a system needs to know that plays a participant.

    User and password are those of the participant alone; on a broker of somebody
    else's, whoever runs it gives them out.
    """
    dial = link.dial
    user, password = dial.credentials.get(participant, (None, None))
    server = dial.address.servers[0]
    return {
        "participant": participant,
        "run": link.run,
        "broker": str(dial.address),
        "host": server.host,
        "port": server.port,
        "tls": dial.address.tls,
        "mqtt": dial.protocol,
        "client_id": client_id(link.run, participant),
        "user": user,
        "password": password,
        "subscribe": inbox(link.run, participant),
        "publish": f"{PREFIX}/{link.run}/{{to}}/{participant}/{{document}}",
    }
