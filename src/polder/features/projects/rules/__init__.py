"""When projects meet (B11): pure rules over days, paths of aspects, shares and words."""
