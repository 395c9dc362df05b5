"""The functions that compute a race's paths, as text: torch's optimizers, Newton's
methods, L-BFGS."""

from __future__ import annotations

from core.descent.descent import DescentSpec
from core.optimizers.batches import size_of
from core.optimizers.optimizers import OPTIMIZERS, Competitor
from core.optimizers.records import written
from core.optimizers.schedules import SCHEDULES
from core.optimizers.treatment import Treatment
from core.scripts.writing import block, call, fit
from core.surfaces.function import Function
from core.surfaces.surfaces import surface_of


def runners(spec: DescentSpec, function: Function, racers: list[Competitor]) -> list[str]:
    dimensions = surface_of(spec).dimensions
    parts = []
    if any(one.optimizer.rule for one in racers):
        kinds = [treatment_of(one, function) for one in racers]
        parts += sorted({one.optimizer.torch_source for one in racers})
        parts += [SCHEDULES[key].code for key in sorted({t.schedule for t in kinds})]
        if any(t.batch for t in kinds):
            parts.append(block(_BATCHES))
        parts.append(_descend(spec, kinds, dimensions))
    raced = {one.key for one in racers}
    newtons = [one for one in OPTIMIZERS.values() if one.direction and one.key in raced]
    if newtons:
        parts += [written(one.code, ()) for one in newtons]
        parts.append(block(_BY_HESSIAN, **_updates(spec), columns=dimensions + 2))
    if any(one.key == "lbfgs" for one in racers):
        counted = spec.budget != "steps"
        parts.append(_lbfgs(dimensions, counted=counted))
    if spec.tune:
        parts.append(block(_TUNED))
    return parts


def treatment_of(one: Competitor, function: Function) -> Treatment:
    """The treatment of a competitor's gradient; a batch of all samples counts as no batch."""
    treatment = one.treatment()
    if size_of(treatment.batch, function) < function.samples:
        return treatment
    return Treatment(**{**vars(treatment), "batch": 0})


def _updates(spec: DescentSpec) -> dict[str, str]:
    """The pieces of text that bring a budget into a function: an argument, a range, and
    an ending."""
    if spec.budget == "steps":
        return {"updates": "", "count": "STEPS", "rest": ""}
    rest = "path[updates + 1 :] = path[updates]  # its budget is spent: it stands still"
    return {"updates": "updates, ", "count": "updates", "rest": rest}


def _descend(spec: DescentSpec, kinds: list[Treatment], dimensions: int) -> str:
    uses = {
        "batch": any(t.batch for t in kinds),
        "noise": any(t.noise for t in kinds),
        "clip": any(t.clip for t in kinds),
        "schedule": any(SCHEDULES[t.schedule].code for t in kinds),
        "plateau": any(t.schedule == "plateau" for t in kinds),
    }
    values = {f"{name}_{place}": text if used else "" for name, used in uses.items()
              for place, text in _TREATED[name].items()}  # fmt: skip
    updates = _updates(spec)
    treated = [name for name, used in uses.items() if used]
    arguments = ["Optimizer"]
    arguments += ["updates"] if updates["updates"] else []
    arguments += [f"{name}=None" for name in treated]
    arguments += ["number=0"] if uses["noise"] else []
    signature = fit(f"{call('def descend', (*arguments, '**settings'))}:")
    del updates["updates"]
    return block(
        _DESCEND, signature=signature, dimensions=dimensions, columns=dimensions + 2,
        **updates, **values,
    )  # fmt: skip


_DESCEND = '''
    $signature
        """Each place on the way with its loss and its gradient's norm, [STEPS + 1, $columns]."""
        p = torch.tensor(START, dtype=torch.float64, requires_grad=True)
        optimizer = Optimizer([p], **settings)
        $schedule_before
        $plateau_before
        $batch_before
        $noise_before
        path = np.full((STEPS + 1, $columns), np.nan)  # NaN from where a value is not finite
        for step in range($count + 1):
            loss = surface(*p)
            optimizer.zero_grad()
            loss.backward()
            path[step] = [*p.tolist(), loss.item(), p.grad.norm().item()]
            if not np.isfinite(path[step]).all():
                break
            $batch_now
            $noise_now
            $clip_now
            optimizer.step()
            $schedule_now
            $plateau_now
        $rest
        return path
'''

_TREATED = {
    "schedule": {
        "before": "if schedule:\n"
        "    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, schedule)",
        "now": "if schedule:\n    scheduler.step()",
    },
    "plateau": {
        "before": "if plateau:\n"
        "    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer)",
        "now": "if plateau:\n    scheduler.step(loss.item())",
    },
    "batch": {
        "before": "if batch:\n    order = batches(batch)",
        "now": "if batch:  # step by the gradient of some of the samples alone\n"
        "    optimizer.zero_grad()\n"
        "    surface(*p, data=TRAIN[:, next(order)]).backward()",
    },
    "noise": {
        "before": "if noise:  # each draws its own, by its place in the race\n"
        "    random = np.random.default_rng((SEED, number))",
        "now": "if noise:\n    p.grad += noise * torch.from_numpy(random.standard_normal(len(p)))",
    },
    "clip": {
        "before": "",
        "now": "if clip:\n    torch.nn.utils.clip_grad_norm_([p], clip)",
    },
}

_BATCHES = '''
    def batches(size):
        """The numbers of a batch's samples; each epoch is a permutation of all."""
        count = TRAIN.shape[1]
        for epoch in range(STEPS + 1):
            order = np.random.default_rng((SEED, epoch, 0xBA7C4)).permutation(count)
            yield from np.split(order, range(size, count, size))
'''

_BY_HESSIAN = '''
    def by_hessian(direction, ${updates}lr, **settings):
        """As descend, for p - lr * d with a direction d of gradient and Hessian."""
        p = torch.tensor(START, dtype=torch.float64)
        path = np.full((STEPS + 1, $columns), np.nan)
        for step in range($count + 1):
            p.requires_grad_()
            loss = surface(*p)
            (g,) = torch.autograd.grad(loss, p)
            path[step] = [*p.tolist(), loss.item(), g.norm().item()]
            if not np.isfinite(path[step]).all():
                break
            H = torch.autograd.functional.hessian(lambda p: surface(*p), p)
            try:
                p = (p - lr * direction(g, H, **settings)).detach()
            except torch.linalg.LinAlgError:
                break  # a singular Hessian has no step
        $rest
        return path
'''


def _lbfgs(dimensions: int, *, counted: bool) -> str:
    return block(
        _LBFGS,
        columns=dimensions + 2,
        before="seen = set()" if counted else "",
        note="seen.add(tuple(p.tolist()))" if counted else "",
        argument="evaluations, " if counted else "",
        stop="if len(seen) > evaluations:  # that step was one too many\n"
        "    path[step:] = path[step - 1]\n"
        "    break"
        if counted
        else "",
    )


_LBFGS = '''
    def lbfgs(${argument}lr, gtol):
        """As descend, for torch's L-BFGS: an iteration a step, with its line search."""
        p = torch.tensor(START, dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.LBFGS(
            [p],
            lr=lr,
            max_iter=1,
            max_eval=26,  # the line search takes its evaluations off these
            tolerance_grad=gtol,
            line_search_fn="strong_wolfe",
        )
        $before

        def closure():
            optimizer.zero_grad()
            loss = surface(*p)
            loss.backward()
            $note
            return loss

        path = np.full((STEPS + 1, $columns), np.nan)
        for step in range(STEPS + 1):
            loss = closure()
            path[step] = [*p.tolist(), loss.item(), p.grad.norm().item()]
            if not np.isfinite(path[step]).all():
                break
            $stop
            if step and (path[step] == path[step - 1]).all():
                path[step:] = path[step]  # it has ended by itself
                break
            try:
                optimizer.step(closure)
            except (ZeroDivisionError, OverflowError):
                path[step + 1 :] = np.nan  # its interpolation broke down
                break
        return path
'''

_TUNED = '''
    def tuned(run, *what, **settings):
        """The best of RATES, whose whole race ends lowest, and its path."""
        best_rate, best_path = RATES[0], run(*what, lr=RATES[0], **settings)
        for rate in RATES[1:]:
            path = run(*what, lr=rate, **settings)
            if np.isfinite(path[-1]).all() and not path[-1, -2] >= best_path[-1, -2]:
                best_rate, best_path = rate, path
        return best_rate, best_path
'''
