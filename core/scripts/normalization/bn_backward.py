"""The script of batch norm's backward pass, node by node."""

from __future__ import annotations

from core.normalization.bn_backward import NODES, BnBackwardSpec
from core.scripts.writing import block, constant, fit, lines, literal, script


def bn_backward(spec: BnBackwardSpec) -> str:
    """Write the script: every node of a batch norm, and its gradient in three ways."""
    return script(
        "The backward pass of a batch norm, node by node, three ways.",
        "By the chain rule from the node after, in closed form, and by autograd; in float64.",
        lines(
            constant("X", list(spec.numbers("values")), "the batch, one feature"),
            constant("DY", list(spec.numbers("upstream")), "dL/dy from above"),
            constant("GAMMA", spec.gamma),
            constant("BETA", spec.beta),
            constant("EPS", spec.eps),
        ),
        block(_NODES),
        block(_CHAIN),
        block(_CLOSED),
        block(_AUTOGRAD),
        block(
            _COMPARED,
            nodes=fit(f"nodes = {literal(list(NODES))}"),
        ),
    )


_NODES = """
    # Forward, node by node.
    v = {"x": torch.tensor(X, dtype=torch.float64, requires_grad=True)}
    v["mean"] = v["x"].mean()
    v["centered"] = v["x"] - v["mean"]
    v["squared"] = v["centered"] ** 2
    v["variance"] = v["squared"].mean()
    v["root"] = (v["variance"] + EPS).sqrt()
    v["inverse"] = 1 / v["root"]
    v["normalized"] = v["centered"] * v["inverse"]
    v["gamma"] = torch.tensor(GAMMA, dtype=torch.float64, requires_grad=True)
    v["scaled"] = v["gamma"] * v["normalized"]
    v["beta"] = torch.tensor(BETA, dtype=torch.float64, requires_grad=True)
    v["shifted"] = v["scaled"] + v["beta"]
    dy = torch.tensor(DY, dtype=torch.float64)
    m = len(dy)
"""

_CHAIN = """
    # Backward by the chain rule: each from the nodes that follow it.
    d = {"shifted": dy, "beta": dy.sum(), "scaled": dy}
    d["gamma"] = (d["scaled"] * v["normalized"]).sum()
    d["normalized"] = d["scaled"] * v["gamma"]
    d["inverse"] = (d["normalized"] * v["centered"]).sum()
    d["root"] = -d["inverse"] / v["root"] ** 2
    d["variance"] = d["root"] / (2 * v["root"])
    d["squared"] = d["variance"].expand(m) / m
    d["centered"] = d["normalized"] * v["inverse"] + d["squared"] * 2 * v["centered"]
    d["mean"] = -d["centered"].sum()
    d["x"] = d["centered"] + d["mean"] / m
"""

_CLOSED = """
    # In closed form, from x, dy and gamma alone. The first is the paper's dx.
    c = v["x"] - v["x"].mean()
    power = c.square().mean() + EPS
    s = power.sqrt()
    hat = c / s
    along, total = (dy * c).sum(), dy.sum()
    closed = {
        "x": GAMMA / (m * s) * (m * dy - total - hat * (dy * hat).sum()),
        "mean": -GAMMA / s * total,
        "centered": GAMMA / s * (dy - hat * (dy * hat).sum() / m),
        "squared": (-GAMMA * along / (2 * m * power**1.5)).expand(m),
        "variance": -GAMMA * along / (2 * power**1.5),
        "root": -GAMMA * along / power,
        "inverse": GAMMA * along,
        "normalized": GAMMA * dy,
        "gamma": (dy * hat).sum(),
        "scaled": dy,
        "beta": total,
        "shifted": dy,
    }
"""

_AUTOGRAD = """
    # And by torch's autograd.
    found = torch.autograd.grad(v["shifted"], list(v.values()), dy)
    grads = dict(zip(v, found))
"""

_COMPARED = '''
    $nodes


    def rows(of):
        """[node, m]; a node that is one number stands in column 0, the rest is NaN."""
        table = np.full((len(nodes), m), np.nan)
        for k, name in enumerate(nodes):
            value = of[name].detach().reshape(-1).numpy()
            table[k, : len(value)] = value
        return table


    forward, gradient, closed_form, autograd = map(rows, (v, d, closed, grads))
    three = np.stack([gradient, closed_form, autograd])
    difference = np.nanmax(np.ptp(three, axis=0), axis=1)

    print("node        value       dL/dnode    apart")
    for k, name in enumerate(nodes):
        print(f"{name:11}{forward[k, 0]:<12.5g}{gradient[k, 0]:<12.5g}{difference[k]:.1e}")
'''
