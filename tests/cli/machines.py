"""Two machines in one, and a broker with TLS that both can reach."""

import getpass
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from patience import PATIENCE
from programs import find_program
from swsim.security.files import write_private


@contextmanager
def tls_broker(
    folder: Path, address: str, *, prefix: tuple[str, ...] = ()
) -> Iterator[str]:
    """Run Mosquitto with TLS for one user; yields its address with user and password.

    Programs believe its certificate that are told so by SSL_CERT_FILE.
    """
    port = 20_000 + os.getpid() % 9_000
    _certify(folder, address)
    write_private(folder / "passwords", "trainer:open-sesame\n")
    subprocess.run(
        [str(find_program("mosquitto_passwd")), "-U", folder / "passwords"], check=True
    )
    (folder / "conf").write_text(
        f"listener {port} {address}\n"
        f"certfile {folder / 'certificate.pem'}\nkeyfile {folder / 'key.pem'}\n"
        f"allow_anonymous false\npassword_file {folder / 'passwords'}\n"
        f"max_queued_messages 100000\nset_tcp_nodelay true\nuser {getpass.getuser()}\n"
    )
    process = subprocess.Popen(
        [*prefix, str(find_program("mosquitto")), "-c", str(folder / "conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        time.sleep(0.3)
        assert process.poll() is None
        yield f"mqtts://trainer:open-sesame@{address}:{port}"
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _certify(folder: Path, address: str) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=broker", "-addext", f"subjectAltName=IP:{address}"),
            *("-keyout", folder / "key.pem", "-out", folder / "certificate.pem"),
        ],
        check=True,
        capture_output=True,
    )


class Network:
    """Two machines in one: network namespaces with a cable between them."""

    HERE, THERE = "10.87.3.1", "10.87.3.2"

    def __init__(self) -> None:
        self.here, self.there = (f"swsim-{os.getpid()}-{end}" for end in "ab")

    def __enter__(self) -> "Network":
        cable = ("swsim-a", "swsim-b")
        for name in (self.here, self.there):
            _ip("netns", "add", name)
        _ip(
            *("link", "add", cable[0], "netns", self.here, "type", "veth"),
            *("peer", "name", cable[1], "netns", self.there),
        )
        for name, end, address in (
            (self.here, cable[0], self.HERE),
            (self.there, cable[1], self.THERE),
        ):
            _ip("-n", name, "address", "add", f"{address}/24", "dev", end)
            _ip("-n", name, "link", "set", end, "up")
            _ip("-n", name, "link", "set", "lo", "up")
        return self

    def __exit__(self, *_: object) -> None:
        for name in (self.here, self.there):
            _ip("netns", "delete", name)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


def within(namespace: str) -> tuple[str, ...]:
    """Return what to put before a command that is to run on one of them."""
    return ("ip", "netns", "exec", namespace)
