"""Reading the pictures that typst draws: PNG of 8 bits, not interlaced (ISO/IEC 15948)."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}


def grey(data: bytes) -> Any:
    """The first channel of each dot: what is black is 0, what is white 255."""
    assert data.startswith(SIGNATURE)
    packed, width, height, channels = b"", 0, 0, 0
    place = len(SIGNATURE)
    while place < len(data):
        size, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + size]
        if kind == b"IHDR":
            width, height, depth, color, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            assert (depth, interlaced) == (8, 0)
            channels = CHANNELS[color]
        elif kind == b"IDAT":
            packed += body
        place += size + 12
    rows = numpy.frombuffer(zlib.decompress(packed), numpy.uint8).reshape(height, 1 + width * channels)
    above = [0] * (width * channels)
    found = numpy.empty((height, width), numpy.uint8)
    for number in range(height):
        above = _restored(int(rows[number, 0]), rows[number, 1:].tolist(), above, channels)
        found[number] = above[::channels]
    return found


def _restored(how: int, row: list[int], above: list[int], step: int) -> list[int]:
    """The row before it was filtered."""
    for index, value in enumerate(row):
        left = row[index - step] if index >= step else 0
        corner = above[index - step] if index >= step else 0
        guess = (0, left, above[index], (left + above[index]) // 2, _paeth(left, above[index], corner))[how]
        row[index] = (value + guess) & 255
    return row


def _paeth(left: int, above: int, corner: int) -> int:
    goal = left + above - corner
    return min((left, above, corner), key=lambda one: abs(goal - one))
