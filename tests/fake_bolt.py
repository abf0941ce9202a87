"""A server that speaks just enough Bolt to refuse: for what a real Neo4j here can't be brought to say.

It takes part in the handshake, lets everybody in, answers what a store asks when it is opened, and fails all else with
one given error.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

_VERSION = b"\x00\x00\x04\x05"
_NONE_IN_COMMON = b"\x00\x00\x00\x00"
_HELLO, _RUN, _PULL, _RESET, _GOODBYE = 0x01, 0x10, 0x3F, 0x0F, 0x02
_SUCCESS, _RECORD, _IGNORED, _FAILURE = 0x70, 0x71, 0x7E, 0x7F
_OPENING = {b"RETURN 1 AS one": ["one"], b"coalesce(p.format": ["plan", "format"]}
"""What is asked when a store is opened, with the columns of the answer; of plans in another form there are none."""


@dataclass(frozen=True)
class Refusal:
    """What the server says it is, and how it fails."""

    agent: str = "Neo4j/5.26.0"
    code: str = ""
    message: str = ""
    speaks: bool = True
    """Whether it knows a version of Bolt that the driver offers."""


@contextmanager
def refusing(refusal: Refusal) -> Iterator[str]:
    """Runs such a server for the length of a `with` block; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_welcome, args=(door, refusal), daemon=True).start()
        yield f"bolt://127.0.0.1:{door.getsockname()[1]}"
        door.shutdown(socket.SHUT_RDWR)


def _welcome(door: socket.socket, refusal: Refusal) -> None:
    with suppress(OSError):
        while True:
            guest, _ = door.accept()
            threading.Thread(target=_talk, args=(guest, refusal), daemon=True).start()


def _talk(guest: socket.socket, refusal: Refusal) -> None:
    with suppress(OSError, EOFError), guest:
        _read(guest, 20)
        guest.sendall(_VERSION if refusal.speaks else _NONE_IN_COMMON)
        failed, asked = False, b""
        while refusal.speaks:
            message = _message(guest)
            kind = message[1]
            if kind == _GOODBYE:
                return
            failed = failed and kind != _RESET
            if failed:
                _send(guest, _IGNORED)
            elif kind == _RUN:
                asked = message
                opening = next((each for each in _OPENING if each in message), None)
                failed = opening is None
                if opening is None:
                    _send(guest, _FAILURE, {"code": refusal.code, "message": refusal.message})
                else:
                    _send(guest, _SUCCESS, {"fields": _OPENING[opening]})
            else:
                if kind == _PULL and b"RETURN 1 AS one" in asked:
                    _send(guest, _RECORD, [1])
                named = {"server": refusal.agent, "connection_id": "bolt-1"}
                _send(guest, _SUCCESS, named if kind == _HELLO else {})


def _message(guest: socket.socket) -> bytes:
    message = b""
    while True:
        [size] = struct.unpack(">H", _read(guest, 2))
        if not size and message:
            return message
        message += _read(guest, size)


def _read(guest: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = guest.recv(size - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def _send(guest: socket.socket, kind: int, content: object = None) -> None:
    fields = b"" if content is None else _packed(content)
    message = bytes([0xB0 + (content is not None), kind]) + fields
    guest.sendall(struct.pack(">H", len(message)) + message + b"\x00\x00")


def _packed(value: object) -> bytes:
    """PackStream, as far as it is needed: https://neo4j.com/docs/bolt/current/packstream/."""
    match value:
        case str():
            data = value.encode()
            return b"\xd1" + struct.pack(">H", len(data)) + data
        case int():
            return bytes([value])
        case list():
            return bytes([0x90 + len(value)]) + b"".join(map(_packed, value))
        case dict():
            return bytes([0xA0 + len(value)]) + b"".join(_packed(item) for pair in value.items() for item in pair)
    raise TypeError(type(value))
