"""HiGHS in a process of its own: programs come in at standard input, answers go out at standard output.

It is run as a script by ``highs.py`` and imports nothing of the engine. HiGHS looks neither at an interrupt
nor, in parts of its presolve, at the clock; a process can be killed. When standard input ends, whoever asked
is gone, and so is this process, in the middle of a solve too.
"""

import os
import signal
import struct
import sys
from queue import SimpleQueue
from threading import Thread
from typing import IO

LENGTH = struct.Struct("<Q")
"""A message is its length and its bytes; a request has three, and an empty answer says that HiGHS failed."""


def read_message(stream: IO[bytes]) -> bytes | None:
    """Return the next message, or ``None`` at the end of the stream."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_message(stream: IO[bytes], message: bytes) -> None:
    """Send a message."""
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def _listen(requests: "SimpleQueue[tuple[bytes, bytes, bytes]]", source: IO[bytes]) -> None:
    while True:
        parts = [read_message(source) for _ in range(3)]
        model, parameters, start = parts
        if model is None or parameters is None or start is None:
            os._exit(0)
        requests.put((model, parameters, start))


def main() -> None:
    """Answer one request after another."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asked.
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever a library prints is no answer.
    requests: SimpleQueue[tuple[bytes, bytes, bytes]] = SimpleQueue()
    Thread(target=_listen, args=(requests, source), daemon=True).start()
    from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2
    from ortools.math_opt.core.python import solver as core

    while True:
        model, parameters, start = requests.get()
        try:
            result = core.solve(
                model_pb2.ModelProto.FromString(model),
                parameters_pb2.SOLVER_TYPE_HIGHS,
                parameters_pb2.SolverInitializerProto(),
                parameters_pb2.SolveParametersProto.FromString(parameters),
                model_parameters_pb2.ModelSolveParametersProto.FromString(start),
                None,
                callback_pb2.CallbackRegistrationProto(),
                None,
                None,
            )
            answer = result.SerializeToString()
        except Exception:  # HiGHS ends some numerically hard runs with an internal error.
            answer = b""
        write_message(answers, answer)


if __name__ == "__main__":
    main()
