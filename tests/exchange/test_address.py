"""Broker addresses are read, and a wrong one is explained."""

import pytest

from swsim.errors import UsageError
from swsim.exchange.address import parse_address


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("mqtt://localhost", "localhost", 1883, False),
        ("mqtts://broker.example", "broker.example", 8883, True),
        ("mqtt://10.0.0.1:11883/", "10.0.0.1", 11883, False),
        ("mqtt://[::1]:1884", "::1", 1884, False),
    ],
)
def test_address_has_the_registered_port_unless_it_says(
    url: str, host: str, port: int, tls: bool
) -> None:
    address = parse_address(url)
    assert (address.host, address.port, address.tls) == (host, port, tls)


def test_address_may_carry_user_and_password() -> None:
    address = parse_address("mqtt://anna:p%40ss@host")
    assert (address.user, address.password) == ("anna", "p@ss")


def test_address_never_shows_its_password() -> None:
    address = parse_address("mqtt://anna:hidden@host")
    assert "hidden" not in f"{address} {address!r}"


@pytest.mark.parametrize(
    "url", ["host:1883", "http://host", "mqtt://", "mqtt://host:x", "mqtt://host/topic"]
)
def test_address_that_is_wrong_is_answered_with_the_right_form(url: str) -> None:
    with pytest.raises(UsageError, match="mqtt://HOST:PORT"):
        parse_address(url)


def test_wrong_address_does_not_show_its_password_either() -> None:
    with pytest.raises(UsageError) as caught:
        parse_address("mqtt://anna:hidden@host/topic")
    assert "hidden" not in str(caught.value)
