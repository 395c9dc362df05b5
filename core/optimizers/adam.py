"""The records of Adam and its variants."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from core.optimizers import adam_lines, sources
from core.optimizers.records import (
    BATCH,
    BETA1,
    BETA2,
    CLIP,
    DECOUPLED,
    EPS,
    SCHEDULE,
    TREATMENTS,
    Optimizer,
    hyper,
    option,
)
from core.optimizers.rules import adam, adamax, adamw, lion, nadam, radam

_BETAS: Mapping[str, str | tuple[str, ...]] = {
    "lr": "learning_rate",
    "betas": ("beta1", "beta2"),
    "eps": "eps",
}
"""The keywords that torch uses for the hyper-parameters of all of them."""

AMSGRAD = option("amsgrad", "AMSGrad", "Divides by the largest v so far, which never shrinks")

_MEANS = (
    r"m \leftarrow \beta_1 m + (1-\beta_1) g"
    "\n"
    r"v \leftarrow \beta_2 v + (1-\beta_2) g^2"
)


def _adam_tex(on: Collection[str]) -> str:
    largest = "\n" r"w \leftarrow \max(w, v)" if "amsgrad" in on else ""
    square = "w" if "amsgrad" in on else "v"
    denominator = rf"\sqrt{{{square} / (1-\beta_2^t)}} + \epsilon"
    step = rf"p \leftarrow p - \eta \frac{{m / (1-\beta_1^t)}}{{{denominator}}}"
    return f"{_MEANS}{largest}\n{step}"


def _adam_code(on: Collection[str]) -> str:
    largest = "w = torch.maximum(w, v)\n" if "amsgrad" in on else ""
    square = "w" if "amsgrad" in on else "v"
    return (
        "m = m + (1 - beta1) * (g - m)\n"
        "v = beta2 * v + (1 - beta2) * g * g\n"
        f"{largest}"
        f"root = {square}.sqrt() / (1 - beta2**t) ** 0.5 + eps\n"
        "p = p - lr / (1 - beta1**t) * (m / root)"
    )


def _adam_before(on: Collection[str]) -> str:
    names = ("m", "v", "w") if "amsgrad" in on else ("m", "v")
    return f"{', '.join(names)} = {', '.join(['torch.zeros_like(p)'] * len(names))}"


_DECAY_TEX = r"p \leftarrow (1 - \eta\lambda) p" "\n"
_DECAY_CODE = "p = p * (1 - lr * weight_decay)  # before the step, and not scaled by it\n"

RECORDS = (
    Optimizer(
        key="adam",
        rule=adam,
        treatments=TREATMENTS,
        memories=("m", "v", "w"),
        needs={"w": "amsgrad"},
        hyper=(BETA1, BETA2, EPS, AMSGRAD),
        options=("amsgrad",),
        tex=_adam_tex,
        torch="Adam",
        keywords={**_BETAS, "amsgrad": "amsgrad"},
        code_before=_adam_before,
        code=_adam_code,
        worked=adam_lines.adam,
        remembered=("mᶜ",),
        source="Kingma & Ba 2015; Reddi, Kale & Kumar 2018",
    ),
    Optimizer(
        key="nadam",
        rule=nadam,
        treatments=TREATMENTS,
        memories=("m", "v", "Π"),
        hyper=(
            BETA1,
            BETA2,
            EPS,
            hyper(
                "momentum_decay", 0.004, 0, 1, "Decay ψ", "Decay ψ of the momentum's warm-up", False
            ),
        ),
        first_memories=(0.0, 0.0, 1.0),
        tex=(
            f"{_MEANS}\n"
            r"\mu_t = \beta_1 (1 - \frac{1}{2} 0.96^{t\psi}), \quad \Pi \leftarrow \Pi \mu_t"
            "\n"
            r"\mu_{t+1} = \beta_1 (1 - \frac{1}{2} 0.96^{(t+1)\psi})"
            "\n"
            r"p \leftarrow p - \frac{\eta}{\sqrt{v / (1-\beta_2^t)} + \epsilon} \left("
            r"\frac{(1-\mu_t) g}{1-\Pi} + \frac{\mu_{t+1} m}{1-\Pi \mu_{t+1}}\right)"
        ),
        torch="NAdam",
        keywords={**_BETAS, "momentum_decay": "momentum_decay"},
        code_before="m, v, product = torch.zeros_like(p), torch.zeros_like(p), 1.0",
        code=(
            "mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))\n"
            "mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))\n"
            "product = product * mu\n"
            "m = m + (1 - beta1) * (g - m)\n"
            "v = beta2 * v + (1 - beta2) * g * g\n"
            "root = (v / (1 - beta2**t)) ** 0.5 + eps\n"
            "p = p - lr * (1 - mu) / (1 - product) * (g / root)\n"
            "p = p - lr * mu_next / (1 - product * mu_next) * (m / root)"
        ),
        worked=adam_lines.NADAM,
        remembered=("m'",),
        source="Dozat 2016",
    ),
    Optimizer(
        key="adamw",
        rule=adamw,
        treatments=(BATCH, CLIP, SCHEDULE),
        memories=("m", "v", "w"),
        needs={"w": "amsgrad"},
        hyper=(BETA1, BETA2, EPS, DECOUPLED, AMSGRAD),
        options=("amsgrad",),
        tex=lambda on: (_DECAY_TEX if "weight_decay" in on else "") + _adam_tex(on),
        torch="AdamW",
        keywords={**_BETAS, "weight_decay": "weight_decay", "amsgrad": "amsgrad"},
        code_before=_adam_before,
        code=lambda on: _DECAY_CODE + _adam_code(on),
        worked=adam_lines.adamw,
        remembered=("mᶜ",),
        source="Loshchilov & Hutter 2019",
    ),
    Optimizer(
        key="radam",
        rule=radam,
        treatments=TREATMENTS,
        memories=("m", "v"),
        hyper=(BETA1, BETA2, EPS),
        tex=(
            f"{_MEANS}\n"
            r"L = \frac{2}{1-\beta_2} - 1, \quad \rho_t = L - \frac{2 t \beta_2^t}{1-\beta_2^t}"
            "\n"
            r"r_t = \begin{cases} 1 & \rho_t \leq 5 \\ \sqrt{\frac{(\rho_t-4)(\rho_t-2) L}"
            r"{(L-4)(L-2)\rho_t}} \frac{\sqrt{1-\beta_2^t}}{\sqrt{v} + \epsilon} & \rho_t > 5"
            r"\end{cases}"
            "\n"
            r"p \leftarrow p - \eta \frac{m}{1-\beta_1^t} r_t"
        ),
        torch="RAdam",
        keywords=_BETAS,
        code_before="m, v = torch.zeros_like(p), torch.zeros_like(p)",
        code=(
            "m = m + (1 - beta1) * (g - m)\n"
            "v = beta2 * v + (1 - beta2) * g * g\n"
            "mean = m / (1 - beta1**t)\n"
            "longest = 2 / (1 - beta2) - 1\n"
            "length = longest - 2 * t * beta2**t / (1 - beta2**t)\n"
            "if length > 5:  # the variance is certain enough: rectified\n"
            "    part = (length - 4) * (length - 2) * longest\n"
            "    part = (part / ((longest - 4) * (longest - 2) * length)) ** 0.5\n"
            "    mean = mean * (1 - beta2**t) ** 0.5 / (v.sqrt() + eps) * part\n"
            "p = p - lr * mean"
        ),
        worked=adam_lines.radam,
        remembered=("mᶜ",),
        source="Liu et al. 2020",
    ),
    Optimizer(
        key="adamax",
        rule=adamax,
        treatments=TREATMENTS,
        memories=("m", "u"),
        hyper=(BETA1, BETA2, EPS),
        tex=(
            r"m \leftarrow \beta_1 m + (1-\beta_1) g"
            "\n"
            r"u \leftarrow \max(\beta_2 u, |g| + \epsilon)"
            "\n"
            r"p \leftarrow p - \frac{\eta}{1-\beta_1^t} \frac{m}{u}"
        ),
        torch="Adamax",
        keywords=_BETAS,
        code_before="m, u = torch.zeros_like(p), torch.zeros_like(p)",
        code=(
            "m = m + (1 - beta1) * (g - m)\n"
            "u = torch.maximum(beta2 * u, g.abs() + eps)\n"
            "p = p - lr / (1 - beta1**t) * (m / u)"
        ),
        worked=adam_lines.ADAMAX,
        remembered=("mᶜ",),
        source="Kingma & Ba 2015, algorithm 2",
    ),
)

LION = Optimizer(
    key="lion",
    rule=lion,
    treatments=(BATCH, CLIP, SCHEDULE),
    memories=("m",),
    hyper=(BETA1, replace(BETA2, default=0.99), replace(DECOUPLED, default=0.0)),
    tex=lambda on: (
        (_DECAY_TEX if "weight_decay" in on else "")
        + r"p \leftarrow p - \eta \, \mathrm{sign}(\beta_1 m + (1-\beta_1) g)"
        "\n"
        r"m \leftarrow \beta_2 m + (1-\beta_2) g"
    ),
    torch="Lion",
    torch_source=sources.LION,
    keywords={"lr": "learning_rate", "betas": ("beta1", "beta2"), "weight_decay": "weight_decay"},
    code_before="m = torch.zeros_like(p)",
    code=lambda on: (
        (_DECAY_CODE if "weight_decay" in on else "")
        + "p = p - lr * (m + (1 - beta1) * (g - m)).sign()\n"
        "m = m + (1 - beta2) * (g - m)"
    ),
    worked=adam_lines.lion,
    source="Chen et al. 2023",
)
"""Not Adam's, but with two of its means in one."""
