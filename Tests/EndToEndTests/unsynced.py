"""unsynced.py COMMAND…: runs a command whose fsync and fdatasync answer "done" and do nothing.

A seccomp filter (seccomp(2), SECCOMP_RET_ERRNO with errno 0) takes the calls' place, so that the executable under test is
the very one that is shipped. The control of the power-loss test: over such a machine acknowledged writes must be lost."""

import ctypes
import os
import platform
import struct
import sys

# AUDIT_ARCH_…, fsync, fdatasync, sync_file_range, syncfs
CALLS = {"x86_64": (0xC000003E, (74, 75, 277, 306)), "aarch64": (0xC00000B7, (82, 83, 84, 267))}
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, PRETEND = 0x7FFF0000, 0x00050000
NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2


def program(architecture, numbers):
    """The filter, as struct sock_filter: code, jump if true, jump if false, value."""
    count = len(numbers)
    steps = [(LOAD, 0, 0, 4), (EQUAL, 0, count + 1, architecture), (LOAD, 0, 0, 0)]
    steps += [(EQUAL, count - index, 0, number) for index, number in enumerate(numbers)]
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, PRETEND)]
    return b"".join(struct.pack("HBBI", *step) for step in steps), len(steps)


def main():
    code, length = program(*CALLS[platform.machine()])
    buffer = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("HxxxxxxP", length, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(SECCOMP, FILTER, head, 0, 0):
        sys.exit(f"unsynced.py: {os.strerror(ctypes.get_errno())}")
    os.execv(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
