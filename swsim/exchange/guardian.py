"""Runs one program and ends it when this process's standard input closes.

The broker is started through it, so that it never outlives its run: the operating
system closes the pipe however the parent dies. Standard library only, it runs alone.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from typing import Any

# Seconds that the program gets to end in peace.
_GRACE = 2.0


def main(argv: list[str]) -> int:
    """Run `argv`; print its process id first; return its exit code."""
    child = start(argv)
    threading.Thread(target=end_on_close, args=(child,), daemon=True).start()
    # Who started us may be gone already: then nobody reads this, and the thread ends
    # the child. Not sys.stdout, which would complain once more at our own end.
    with contextlib.suppress(OSError):
        os.write(1, f"{child.pid}\n".encode())
    return child.wait()


def start(argv: list[str]) -> subprocess.Popen[bytes]:
    """Start `argv` in a process group of its own."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen(argv, stdin=quiet, stdout=quiet, **own_group())


def own_group() -> dict[str, Any]:
    """Return the options of Popen that keep a child away from the terminal's Ctrl-C."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def end_on_close(child: subprocess.Popen[bytes]) -> None:
    """Wait for the end of standard input, then end the child and what it started."""
    # Not sys.stdin: a thread that holds its lock stalls the interpreter's exit.
    while os.read(0, 4096):
        pass
    child.terminate()
    try:
        child.wait(_GRACE)
    except subprocess.TimeoutExpired:
        kill_group(child.pid)


def kill_group(pid: int) -> None:
    """Kill the process group that `start` made, at once."""
    try:
        if sys.platform == "win32":
            os.kill(pid, signal.SIGTERM)  # Windows: TerminateProcess, not a signal
        else:
            os.killpg(pid, signal.SIGKILL)
    except OSError:
        return  # gone already; what Windows says of it has no class of its own


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
