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
    assert (address.servers[0].host, address.servers[0].port) == (host, port)
    assert address.tls == tls


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


@pytest.mark.parametrize(
    "url",
    [
        "mqtt://anna:hidden@host/topic",
        "mqtt://anna:hid/den@host:port",
        "mqtt://anna:hidden",  # the host forgotten
        "mqtt://anna:[hidden@host:x",
        "mqtt://anna:hidden\u2100@ho st",
        "http://anna:hidden://@host",
    ],
)
def test_wrong_address_does_not_show_its_password_either(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_address(url)
    assert "hid" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_address_of_a_cluster_names_every_server() -> None:
    address = parse_address("mqtts://anna:pass@a:1,b,[::1]:3")
    assert [(each.host, each.port) for each in address.servers] == [
        ("a", 1),
        ("b", 8883),
        ("::1", 3),
    ]
    assert str(address) == "mqtts://a:1,b:8883,[::1]:3"


@pytest.mark.parametrize("url", ["mqtt://a,", "mqtt://a:0", "mqtt://a:1,b:70000"])
def test_every_server_of_a_cluster_must_be_right(url: str) -> None:
    with pytest.raises(UsageError, match="mqtt://HOST:PORT,HOST:PORT"):
        parse_address(url)
