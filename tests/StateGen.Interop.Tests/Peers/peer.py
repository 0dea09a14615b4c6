"""Debian's python3-msgpack behind frames on standard input and output: 4 bytes of length, big-endian, then as many bytes.

A request is D and MessagePack, answered by its description, or E and a description, answered by MessagePack. An answer begins with
0, or with 1 when what follows is an error. The description is that of Node.cs. Ends at the end of its input.
"""

import json
import struct
import sys

import msgpack
from msgpack import ExtType, Timestamp


class Pairs(list):
    """The entries of a map, whose keys need not be hashable nor distinct, in order."""


# A packer writes floats of one width.
SINGLES = msgpack.Packer(use_bin_type=True, use_single_float=True)
DOUBLES = msgpack.Packer(use_bin_type=True)


def describe(value):
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return ["i", str(value)]
    if isinstance(value, float):
        return ["f", struct.pack(">d", value).hex()]
    if isinstance(value, str):
        return ["s", value.encode().hex()]
    if isinstance(value, bytes):
        return ["b", value.hex()]
    if isinstance(value, Pairs):
        return ["m", [[describe(key), describe(item)] for key, item in value]]
    if isinstance(value, list):
        return ["a", [describe(item) for item in value]]
    if isinstance(value, Timestamp):
        return ["t", str(value.seconds), value.nanoseconds]
    return ["x", value.code, value.data.hex()]


def write(description):
    if isinstance(description, list) and description[0] == "a":
        return DOUBLES.pack_array_header(len(description[1])) + b"".join(map(write, description[1]))
    if isinstance(description, list) and description[0] == "m":
        return DOUBLES.pack_map_header(len(description[1])) + b"".join(write(key) + write(item) for key, item in description[1])
    return (SINGLES if isinstance(description, list) and description[0] == "g" else DOUBLES).pack(build(description))


def build(description):
    if description is None or isinstance(description, bool):
        return description
    tag, content = description[0], description[1]
    if tag == "i":
        return int(content)
    if tag in ("f", "g"):
        return struct.unpack(">d", bytes.fromhex(content))[0]
    if tag == "s":
        return bytes.fromhex(content).decode()
    if tag == "b":
        return bytes.fromhex(content)
    if tag == "t":
        return Timestamp(int(content), description[2])
    return extension(content, bytes.fromhex(description[2]))


def extension(code, data):
    """ExtType's own constructor refuses the negative codes, which the format has."""
    return tuple.__new__(ExtType, (code, data))


def decode(data):
    value = msgpack.unpackb(
        data, raw=False, strict_map_key=False, timestamp=0, object_pairs_hook=Pairs, ext_hook=extension,
        max_str_len=len(data), max_bin_len=len(data), max_array_len=len(data), max_map_len=len(data), max_ext_len=len(data))
    return json.dumps(describe(value), separators=(",", ":")).encode()


def encode(description):
    return write(json.loads(description))


def answer(request):
    try:
        return b"\0" + (decode if request[:1] == b"D" else encode)(request[1:])
    except Exception as error:
        return b"\1" + f"{type(error).__name__}: {error}".encode()


def main():
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while header := requests.read(4):
        reply = answer(requests.read(struct.unpack(">I", header)[0]))
        answers.write(struct.pack(">I", len(reply)) + reply)
        answers.flush()


main()
