"""Points: the tree of scores, rules of points, appraisals, one year beside another."""
