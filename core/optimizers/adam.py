"""The records of Adam and its variants."""

from __future__ import annotations

from collections.abc import Mapping

from core.optimizers import adam_lines
from core.optimizers.records import (
    BATCH,
    BETA1,
    BETA2,
    CLIP,
    EPS,
    SCHEDULE,
    TREATMENTS,
    Optimizer,
    hyper,
)
from core.optimizers.rules import adam, adamax, adamw, nadam, radam

_ADAM: Mapping[str, str | tuple[str, ...]] = {
    "lr": "learning_rate",
    "betas": ("beta1", "beta2"),
    "eps": "eps",
}
"""The keywords that torch uses for Adam's hyper-parameters."""

_ADAM_CODE = (
    "m = m + (1 - beta1) * (g - m)\n"
    "v = beta2 * v + (1 - beta2) * g * g\n"
    "root = v.sqrt() / (1 - beta2**t) ** 0.5 + eps\n"
    "p = p - lr / (1 - beta1**t) * (m / root)"
)

RECORDS = (
    Optimizer(
        key="adam",
        rule=adam,
        treatments=TREATMENTS,
        memories=("m", "v"),
        hyper=(BETA1, BETA2, EPS),
        tex=(
            r"m \leftarrow \beta_1 m + (1-\beta_1) g"
            "\n"
            r"v \leftarrow \beta_2 v + (1-\beta_2) g^2"
            "\n"
            r"p \leftarrow p - \eta \frac{m / (1-\beta_1^t)}{\sqrt{v / (1-\beta_2^t)} + \epsilon}"
        ),
        torch="Adam",
        keywords=_ADAM,
        code_before="m, v = torch.zeros_like(p), torch.zeros_like(p)",
        code=_ADAM_CODE,
        worked=adam_lines.ADAM,
        remembered=("mᶜ",),
        source="Kingma & Ba 2015",
    ),
    Optimizer(
        key="nadam",
        rule=nadam,
        treatments=TREATMENTS,
        memories=("m", "v", "product"),
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
            r"p \leftarrow p - \frac{\eta}{\sqrt{\hat{v}} + \epsilon}\left("
            r"\frac{(1-\mu_t) g}{1-\prod_{i \leq t} \mu_i} +"
            r"\frac{\mu_{t+1} m}{1-\prod_{i \leq t+1} \mu_i}\right)"
        ),
        torch="NAdam",
        keywords={**_ADAM, "momentum_decay": "momentum_decay"},
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
        memories=("m", "v"),
        hyper=(
            BETA1,
            BETA2,
            EPS,
            hyper(
                "weight_decay",
                0.01,
                0,
                10,
                "Weight decay λ",
                "Decay λ of the weights, scaled by η alone",
                False,
            ),
        ),
        tex=(
            r"p \leftarrow (1 - \eta\lambda) p"
            "\n"
            r"p \leftarrow p - \eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}"
        ),
        torch="AdamW",
        keywords={**_ADAM, "weight_decay": "weight_decay"},
        code_before="m, v = torch.zeros_like(p), torch.zeros_like(p)",
        code=(
            "p = p * (1 - lr * weight_decay)  # before the step, and not scaled by it\n"
            f"{_ADAM_CODE}"
        ),
        worked=adam_lines.ADAMW,
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
            r"p \leftarrow p - \eta r_t \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}"
            "\n"
            r"r_t^2 = \frac{(\rho_t-4)(\rho_t-2)\rho_\infty}{(\rho_\infty-4)(\rho_\infty-2)\rho_t}"
        ),
        torch="RAdam",
        keywords=_ADAM,
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
            r"u \leftarrow \max(\beta_2 u, |g| + \epsilon)"
            "\n"
            r"p \leftarrow p - \frac{\eta}{1-\beta_1^t} \frac{m}{u}"
        ),
        torch="Adamax",
        keywords=_ADAM,
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
