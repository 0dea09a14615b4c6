"""Debian's python3-msgpack behind frames on standard input and output: 4 bytes of length, big-endian, then as many bytes.

A request is D and MessagePack, answered by its description, or E and a description, answered by MessagePack. An answer begins with
0, or with 1 when what follows is an error. The description is that of Node.cs. Ends at the end of its input.
"""

import json
import struct
import sys

import msgpack
from msgpack import ExtType, Timestamp


class Pairs(dict):
    """A map whose keys need not be hashable nor distinct, in order."""

    def __init__(self, pairs):
        super().__init__()
        self.pairs = pairs

    def __len__(self):
        return len(self.pairs)

    def items(self):
        return self.pairs


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
    if isinstance(value, list):
        return ["a", [describe(item) for item in value]]
    if isinstance(value, Pairs):
        return ["m", [[describe(key), describe(item)] for key, item in value.pairs]]
    if isinstance(value, Timestamp):
        return ["t", str(value.seconds), value.nanoseconds]
    return ["x", value.code, value.data.hex()]


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
    if tag == "a":
        return [build(item) for item in content]
    if tag == "m":
        return Pairs([(build(key), build(item)) for key, item in content])
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
    single = b'["g",' in description
    return msgpack.packb(build(json.loads(description)), use_bin_type=True, use_single_float=single)


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
