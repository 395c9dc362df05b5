"""What optimizers go down on: formulas, lines, planes, losses over data, and their curvature."""
