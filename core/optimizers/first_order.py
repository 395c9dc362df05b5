"""The first-order optimizers: a record each for the rules of :mod:`core.optimizers.rules`."""

from __future__ import annotations

from dataclasses import replace

from core.optimizers.records import (
    BATCH,
    BETA1,
    BETA2,
    CLIP,
    EPS,
    MOMENTUM,
    NOISE,
    SCHEDULE,
    TREATMENTS,
    Optimizer,
    hyper,
)
from core.optimizers.rules import (
    adadelta,
    adagrad,
    adam,
    adamax,
    adamw,
    gd,
    momentum,
    nadam,
    nesterov,
    radam,
    rmsprop,
    rprop,
)

RECORDS = (
    Optimizer(
        key="gd",
        rule=gd,
        treatments=TREATMENTS,
        tex=r"p \leftarrow p - \eta g",
        torch="torch.optim.SGD(p, lr={learning_rate})",
        source="Cauchy 1847",
    ),
    Optimizer(
        key="sgd",
        rule=gd,
        treatments=(NOISE, *TREATMENTS),
        tex=(r"p \leftarrow p - \eta (g + \sigma \xi)" "\n" r"\xi \sim N(0, 1)"),
        torch="torch.optim.SGD(p, lr={learning_rate})",
        source="Robbins & Monro 1951",
    ),
    Optimizer(
        key="momentum",
        rule=momentum,
        treatments=TREATMENTS,
        memories=("v",),
        hyper=(MOMENTUM,),
        tex=(r"v \leftarrow \mu v + g" "\n" r"p \leftarrow p - \eta v"),
        torch="torch.optim.SGD(p, lr={learning_rate}, momentum={momentum})",
        source="Polyak 1964",
    ),
    Optimizer(
        key="nesterov",
        rule=nesterov,
        treatments=TREATMENTS,
        memories=("v",),
        hyper=(replace(MOMENTUM, low=1e-6),),
        tex=(r"v \leftarrow \mu v + g" "\n" r"p \leftarrow p - \eta (g + \mu v)"),
        torch="torch.optim.SGD(p, lr={learning_rate}, momentum={momentum}, nesterov=True)",
        source="Nesterov 1983; Sutskever et al. 2013",
    ),
    Optimizer(
        key="adagrad",
        rule=adagrad,
        treatments=TREATMENTS,
        memories=("s",),
        hyper=(replace(EPS, default=1e-10),),
        tex=(r"s \leftarrow s + g^2" "\n" r"p \leftarrow p - \frac{\eta}{\sqrt{s} + \epsilon} g"),
        torch="torch.optim.Adagrad(p, lr={learning_rate}, eps={eps})",
        source="Duchi, Hazan & Singer 2011",
    ),
    Optimizer(
        key="adadelta",
        rule=adadelta,
        treatments=TREATMENTS,
        memories=("v", "u"),
        hyper=(
            hyper(
                "rho",
                0.9,
                0,
                0.9999,
                "Rho ρ",
                "Share of the running means kept from step to step",
                False,
            ),
            hyper(
                "eps",
                1e-6,
                1e-16,
                1,
                "Epsilon ε",
                "Added inside the roots: it starts the movement",
                True,
            ),
        ),
        tex=(
            r"v \leftarrow \rho v + (1-\rho) g^2"
            "\n"
            r"\Delta = \frac{\sqrt{u + \epsilon}}{\sqrt{v + \epsilon}} g"
            "\n"
            r"u \leftarrow \rho u + (1-\rho) \Delta^2"
            "\n"
            r"p \leftarrow p - \eta \Delta"
        ),
        torch="torch.optim.Adadelta(p, lr={learning_rate}, rho={rho}, eps={eps})",
        source="Zeiler 2012",
    ),
    Optimizer(
        key="rmsprop",
        rule=rmsprop,
        treatments=TREATMENTS,
        memories=("v",),
        hyper=(
            hyper(
                "alpha",
                0.99,
                0,
                0.9999,
                "Alpha α",
                "Share of the mean squared gradient v kept",
                False,
            ),
            EPS,
        ),
        tex=(
            r"v \leftarrow \alpha v + (1-\alpha) g^2"
            "\n"
            r"p \leftarrow p - \frac{\eta}{\sqrt{v} + \epsilon} g"
        ),
        torch="torch.optim.RMSprop(p, lr={learning_rate}, alpha={alpha}, eps={eps})",
        source="Hinton, Srivastava & Swersky 2012, lecture 6e",
    ),
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
        torch="torch.optim.Adam(p, lr={learning_rate}, betas=({beta1}, {beta2}), eps={eps})",
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
        torch=(
            "torch.optim.NAdam(p, lr={learning_rate}, betas=({beta1}, {beta2}), eps={eps}, "
            "momentum_decay={momentum_decay})"
        ),
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
        torch=(
            "torch.optim.AdamW(p, lr={learning_rate}, betas=({beta1}, {beta2}), eps={eps}, "
            "weight_decay={weight_decay})"
        ),
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
        torch="torch.optim.RAdam(p, lr={learning_rate}, betas=({beta1}, {beta2}), eps={eps})",
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
        torch="torch.optim.Adamax(p, lr={learning_rate}, betas=({beta1}, {beta2}), eps={eps})",
        source="Kingma & Ba 2015, algorithm 2",
    ),
    Optimizer(
        key="rprop",
        rule=rprop,
        memories=("g", "length"),
        first_memories=(0.0, "learning_rate"),
        hyper=(
            hyper(
                "eta_minus",
                0.5,
                0.01,
                0.99,
                "Factor η⁻",
                "Factor of a step after the slope turned",
                False,
            ),
            hyper(
                "eta_plus",
                1.2,
                1.01,
                5,
                "Factor η⁺",
                "Factor of a step while the slope keeps its sign",
                False,
            ),
        ),
        tex=(
            r"\Delta \leftarrow \Delta \cdot \eta^{\pm}"
            "\n"
            r"p \leftarrow p - \mathrm{sign}(g) \Delta"
        ),
        torch="torch.optim.Rprop(p, lr={learning_rate}, etas=({eta_minus}, {eta_plus}))",
        source="Riedmiller & Braun 1993",
    ),
)
