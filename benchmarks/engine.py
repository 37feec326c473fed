"""The engine side by side with a round robin, the greedy rule and a plain HiGHS model, in one run.

    python benchmarks/engine.py                      every instance of issue size, seed 1
    python benchmarks/engine.py month-all tight-20   those instances
    python benchmarks/engine.py --seed 3 --limit 60 --rivals no ordinary
    python benchmarks/engine.py --chain              the everyday case through 12 months

Each instance runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import json
import multiprocessing
import resource
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import solver
from benchmarks import instances, rivals
from solver.rota import Progress, Rota
from solver.statement import Statement

LIMITS = {"ordinary": 10, "month-fair": 30, "scarce-40": 30, "year-fair": 120, "year-fair-binding": 120}


def solved(document: instances.Document, limit: float, workers: int) -> tuple[Rota, float, dict[str, float]]:
    """Return the rota, the second of the first full one, and the second at which each tier was done."""
    data = json.dumps(document).encode()
    problem = solver.load_problem(data)
    heard: list[Progress] = []
    rota = solver.solve(
        problem,
        digest=solver.problem_digest(data),
        time_limit=limit,
        workers=workers,
        on_progress=heard.append,
    )
    wrong = solver.verify(data, solver.dump_rota(rota))
    if wrong:
        print("   VERIFY REFUSES:", *wrong[:3])
    return rota, heard[0].seconds, {item.tier: item.seconds for item in heard}


def show(name: str, seed: int, limit: float, workers: int, *, against: bool) -> None:
    """Solve one instance every way and print it."""
    document = instances.INSTANCES[name](seed)
    report(name, document, limit, workers, against=against)


def report(name: str, document: instances.Document, limit: float, workers: int, *, against: bool) -> None:
    data = json.dumps(document).encode()
    started = perf_counter()
    problem = solver.load_problem(data)
    Statement(problem)
    building = perf_counter() - started
    rota, first, done = solved(document, limit, workers)
    peak, beside = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    size = f"{len(problem.services)} services, {len(problem.slots)} slots"
    print(f"\n{name} ({size}): {rota.status} in {rota.seconds:.2f} s of {limit:.0f}")
    print(
        f"   first full rota {first:.2f} s, building {building:.3f} s, "
        f"{100 * building / max(rota.seconds, 1e-9):.1f} % of solving, "
        f"peak {peak:.0f} MB, at most {beside:.0f} MB in a process of HiGHS"
    )
    print(f"   {'tier':<11}{'best':>16}{'bound':>16}{'gap':>9}  {'proven':<7}{'at second':>9}")
    for tier in rota.tiers:
        gap = 100 * solver.gap_to_bound(tier.best, tier.bound)
        print(
            f"   {tier.name:<11}{tier.best:>16.4f}{tier.bound:>16.4f}{gap:>8.3f}%"
            f"  {'yes' if tier.proven else 'no':<7}{done[tier.name]:>9.2f}"
        )
    if against:
        covered = next((tier.limit for tier in rota.tiers if tier.name == "uncovered"), 0.0)
        results = [rivals.round_robin(problem), rivals.least_loaded(problem)]
        results.append(rivals.plain_highs(problem, covered, limit))
        for rival in results:
            figures = ", ".join(f"{tier} {value:.2f}" for tier, value in rival.values.items()) or "no rota"
            bound = "" if rival.bound is None else f" (fairness bound {rival.bound:.2f})"
            print(f"   {rival.name:<12}{rival.seconds:>7.2f} s: {figures}{bound}")
    sys.stdout.flush()


def chain(seed: int, limit: float, workers: int) -> None:
    """The everyday case month after month, each starting from the balances of those before."""
    balance: dict[str, float] = {}
    for month in range(1, 13):
        document = instances.ordinary(f"month {month}", 100 * seed + month, month, balance or None)
        rota, first, _ = solved(document, limit, workers)
        burden = {slot["id"]: slot["burden"] for slot in document["slots"]}
        due = sum(burden.values()) / len(document["services"])
        served = {service["id"]: -due for service in document["services"]}
        for item in rota.assignments:
            served[item.service] += burden[item.slot]
        balance = {key: round(balance.get(key, 0) + load, 6) for key, load in served.items()}
        tiers = ", ".join(
            f"{tier.name} {tier.best:.3f} {'proven' if tier.proven else 'open'}" for tier in rota.tiers
        )
        print(f"month {month:>2}: {rota.seconds:>6.2f} s, first {first:.2f} s, {tiers}", flush=True)


def repaired(seed: int, limit: float, workers: int) -> None:
    """The month with all rules, published, then every ninth service falls away."""
    rota, _, _ = solved(instances.INSTANCES["month-all"](seed), limit, workers)
    base = [{"service": item.service, "slot": item.slot} for item in rota.assignments]
    report("repair", instances.repair("repair", seed, base), limit, workers, against=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help=", ".join((*instances.INSTANCES, "repair")))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, help="seconds; by default those of the instance's target")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rivals", choices=("yes", "no"), default="yes")
    parser.add_argument("--chain", action="store_true", help="the everyday case through 12 months")
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    if options.chain:
        chain(options.seed, options.limit or 10, options.workers)
        return
    for name in options.names or [*instances.INSTANCES, "repair"]:
        limit = options.limit or LIMITS.get(name, 60)
        arguments = (options.seed, limit, options.workers)
        if name == "repair":
            process = context.Process(target=repaired, args=arguments)
        else:
            process = context.Process(
                target=show, args=(name, *arguments), kwargs={"against": options.rivals == "yes"}
            )
        process.start()
        process.join()


if __name__ == "__main__":
    main()
