"""How a run is read, in the scripts of this lab: the measured numbers, and the rules."""

from __future__ import annotations

from collections.abc import Sequence

from core.scripts.writing import block, constant
from core.training.health import LEAST_EPOCHS, LEAST_PLACES, RISE, SMOOTHED
from core.training.rules import Rule


def measuring() -> str:
    """The function that reduces what was recorded to the numbers that rules look at."""
    return block(_MEASURES, epochs=LEAST_EPOCHS, places=LEAST_PLACES, last=SMOOTHED, rise=RISE)


_MEASURES = '''
    np.seterr(all="ignore")  # what makes no sense is NaN


    def place_share(losses, epoch):
        """The share of the batch losses' order that the place in the epoch explains."""
        whole = losses[: len(losses) // epoch * epoch].reshape(-1, epoch)
        late = whole[min(len(whole) - 2, len(whole) // 2) :]
        place = np.arange(epoch) - (epoch - 1) / 2
        left = late.argsort(axis=1).argsort(axis=1) - (epoch - 1) / 2
        left = left - np.outer(left @ place / (place @ place), place)  # no trend
        rest = ((left - left.mean(axis=0)) ** 2).sum()
        many = left.size - 2 * len(left)
        if many < $places:
            return math.nan
        return 1 - rest / (left**2).sum() * many / (many - epoch + 2)


    def measures(run):
        """The numbers that the rules look at, by name."""
        losses, epoch, std = run["losses"], int(run["epoch"]), run["std"][0]
        found = {
            "first_loss": run["train_losses"][0] / math.log(CLASSES),
            "first_excess": run["train_losses"][0] / math.log(CLASSES) - 1,
            "saturated_first": run["saturated"][0].max(),
            "dead_first": run["dead"][0].max(),
            "last_std": std[-1],
            "not_finite": (~np.isfinite(losses)).mean(),
            "weight_growth": run["weight_norm"][-1] / run["weight_norm"][0],
            "class_variety": run["batch_classes"].mean(),
            "dead_last": run["dead"][-1].max(),
        }
        if len(std) > 1:
            found["std_factor"] = (std[-1] / std[0]) ** (1 / (len(std) - 1))
        ratio = np.median(run["update_ratio"], axis=0)
        number = run["measured_at"] // epoch
        of_epochs = [ratio[number == k].mean() for k in np.unique(number)]
        found["early_ratio"], found["largest_ratio"] = of_epochs[0], max(of_epochs)
        if not (np.isfinite(losses).all() and np.isfinite(run["train_losses"]).all()):
            found["not_finite"] = max(found["not_finite"], 1 / len(losses))
        else:
            now = losses[-min(epoch, $last) :].mean()
            found["last_loss"], found["loss_growth"] = now, now / losses[0]
            found["loss_share"] = now / math.log(CLASSES)
            found["upward"] = (np.diff(losses) > $rise).mean()
            if epoch > 1 and len(losses) >= $epochs * epoch:
                found["place_share"] = place_share(losses, epoch)
        if len(losses) >= $epochs * epoch:
            late = slice(-max(1, len(run["train_accuracies"]) // 4), None)
            trained = run["train_accuracies"][late].mean()
            held_out = run["test_accuracies"][late].mean()
            found["train_error"] = 1 - trained
            found["test_above"] = held_out - trained
            found["test_below"] = trained - held_out
        return found
'''


def rules(name: str, listed: Sequence[Rule]) -> str:
    """The rules as a constant: alternatives, of which one must hold with all its conditions."""
    table = {rule.key: rule.says.split(", or ") for rule in listed}
    return constant(name, table, "the first that holds is the verdict")


JUDGE = block('''
    def holds(measured, name, sign, threshold):
        """Whether a measured number is on that side of the threshold."""
        value = measured.get(name, math.nan)
        return value > float(threshold) if sign == ">" else value < float(threshold)


    def judge(measured, rules):
        """The key of the first rule that holds; what was not measured does not hold."""
        for key, alternatives in rules.items():
            for every in alternatives:
                conditions = [condition.split() for condition in every.split(" and ")]
                if all(holds(measured, *condition) for condition in conditions):
                    return key
        return "good"
''')
