"""Vietnamese from before Unicode: TCVN3, VNI and their kin."""
