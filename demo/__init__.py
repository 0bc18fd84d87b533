"""A job market in a box: invented employers and adverts with a known truth, spoken in real wire formats.

It imports nothing of ours: it stands for the outside world. Everything follows from one seed.
"""
