"""The sources of the optimizer classes that torch.optim lacks, for scripts.

:mod:`core.optimizers.own_torch` has the same classes for this program itself; tests hold that both
take the same steps.
"""

LION = '''
class Lion(torch.optim.Optimizer):
    """Each step is lr or nothing: the sign of a mean gradient (Chen et al. 2023)."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        defaults = {"lr": lr, "betas": betas, "weight_decay": weight_decay}
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("exp_avg", torch.zeros_like(p))
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.sub_(group["lr"] * m.lerp(p.grad, 1 - beta1).sign())
                m.lerp_(p.grad, 1 - beta2)
'''

MUON = '''
class Muon(torch.optim.Optimizer):
    """A matrix steps by an orthogonal one (Jordan 2024), all else by AdamW."""

    def __init__(self, params, lr=1e-3, momentum=0.95, weight_decay=0.1):
        defaults = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
        super().__init__(params, defaults)
        others = [p for g in self.param_groups for p in g["params"] if p.ndim != 2]
        self.others = torch.optim.AdamW(others, lr=lr) if others else None

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            lr, momentum = group["lr"], group["momentum"]
            for p in group["params"]:
                if p.ndim == 2:
                    m = self.state[p].setdefault("momentum_buffer", torch.zeros_like(p))
                    m.lerp_(p.grad, 1 - momentum)
                    x = self.orthogonal(p.grad.lerp(m, momentum))
                    p.mul_(1 - lr * group["weight_decay"])
                    p.add_(x, alpha=-lr * max(1, p.shape[0] / p.shape[1]) ** 0.5)
        if self.others:
            self.others.param_groups[0]["lr"] = lr
            self.others.step()

    def orthogonal(self, g):
        """Five steps of Newton and Schulz: singular values of about 1."""
        x = g.bfloat16()
        x = x.T if g.shape[0] > g.shape[1] else x
        x = x / x.norm().clamp(min=1e-7)
        for _ in range(5):
            a = x @ x.T
            b = torch.addmm(a, a, a, beta=-4.7750, alpha=2.0315)
            x = torch.addmm(x, b, x, beta=3.4445)
        return x.T if g.shape[0] > g.shape[1] else x
'''
