"""The engine: a ``Problem`` in, a ``Rota`` with its proof out.

This is its door. It is cheap to import: OR-Tools is loaded by the first ``solve``, never by ``verify``.
"""

from solver.document import load_problem, problem_digest
from solver.errors import DocumentError, NotFiniteError, ProblemError, RotaError, SolverError
from solver.problem import Problem
from solver.rota import Progress, Rota
from solver.rota_document import load_rota
from solver.writing import dump_problem, dump_rota

__all__ = [
    "DocumentError",
    "NotFiniteError",
    "Problem",
    "ProblemError",
    "Progress",
    "Rota",
    "RotaError",
    "SolverError",
    "dump_problem",
    "dump_rota",
    "load_problem",
    "load_rota",
    "problem_digest",
]
