"""HiGHS at work beside us: in processes that wait for the next program, and that can be ended at any time.

Inside our own process it could not be interrupted: a run that nobody waits for any more would keep a core
until its own time limit, and longer where it does not look at the clock.
"""

import atexit
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread

from ortools.math_opt import model_parameters_pb2, model_pb2, parameters_pb2, result_pb2

from solver.highs_process import read_message, write_message

_SCRIPT = Path(__file__).with_name("highs_process.py")
_lock = Lock()
_idle: list["subprocess.Popen[bytes]"] = []


class HighsRun:
    """One program at HiGHS; once ``done``, ``result`` is there, or ``None`` after a failure or an end."""

    def __init__(
        self,
        model: model_pb2.ModelProto,
        parameters: parameters_pb2.SolveParametersProto,
        start: model_parameters_pb2.ModelSolveParametersProto,
    ) -> None:
        """Hand the program to a process that is free."""
        self.result: result_pb2.SolveResultProto | None = None
        self.done = Event()
        self._process = _taken()
        self._ended = False
        self._messages = [message.SerializeToString() for message in (model, parameters, start)]
        Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        answer = None
        try:
            asking, answering = self._process.stdin, self._process.stdout
            assert asking is not None
            assert answering is not None
            for message in self._messages:
                write_message(asking, message)
            answer = read_message(answering)
        except (OSError, ValueError):  # Ended meanwhile.
            pass
        with _lock:
            usable = answer is not None and not self._ended
            if usable:
                _idle.append(self._process)
            self._ended = True
        if not usable:
            _ended(self._process)
        if answer:
            self.result = result_pb2.SolveResultProto.FromString(answer)
        self.done.set()

    def end(self) -> None:
        """End it, now, if it is still at work."""
        with _lock:
            if not self._ended:
                self._ended = True
                self._process.kill()
        self.done.wait()


def make_ready(count: int) -> None:
    """Let ``count`` processes start: loading OR-Tools takes them some tenths of a second."""
    with _lock:
        while len(_idle) < count:
            _idle.append(_started())


def dismiss() -> None:
    """End the processes that have nothing to do."""
    with _lock:
        idle, _idle[:] = list(_idle), []
    for process in idle:
        _ended(process)


def _taken() -> "subprocess.Popen[bytes]":
    with _lock:
        while _idle:
            process = _idle.pop(0)
            if process.poll() is None:
                return process
            _ended(process)
    return _started()


def _command() -> list[str]:
    # -P: the folder of the script holds modules of ours, not those that OR-Tools looks for.
    return [sys.executable, "-P", str(_SCRIPT)]


def _started() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _ended(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):  # What was still to be sent.
                stream.close()
    process.wait()


atexit.register(dismiss)
