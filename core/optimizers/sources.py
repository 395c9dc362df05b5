"""The sources of the optimizer classes that torch.optim lacks, for scripts.

:mod:`core.optimizers.own_torch` has the same classes for this program itself; tests hold that both
take the same steps.
"""

LION = '''
class Lion(torch.optim.Optimizer):
    """Each step is lr or nothing: the sign of a mean gradient (Chen et al. 2023)."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

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
