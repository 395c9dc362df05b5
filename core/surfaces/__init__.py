"""What optimizers descend: formulas, lines, planes, losses over data, and their curvature."""
