"""A world without network, for programs that must not need one."""

import ctypes
import fcntl
import os
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET, sched.h
_SET_FLAGS = 0x8914  # SIOCSIFFLAGS, sockios.h
_UP = 0x1  # IFF_UP, if.h


def can_be_alone() -> bool:
    """Tell whether this process may leave the network: Linux, as root."""
    return sys.platform == "linux" and os.geteuid() == 0


@contextmanager
def no_network() -> Iterator[None]:
    """Give this thread, and what it starts, a network of loopback alone."""
    libc = ctypes.CDLL(None, use_errno=True)
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        _expect(libc.unshare(_NEW_NETWORK))
        _wake_loopback()
        try:
            yield
        finally:
            _expect(libc.setns(home, _NEW_NETWORK))
    finally:
        os.close(home)


def _wake_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as some:
        fcntl.ioctl(some, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP))


def _expect(answer: int) -> None:
    if answer != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
