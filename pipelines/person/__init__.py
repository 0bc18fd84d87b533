"""The person: a profile that stays on this machine, what it lacks, what to do about it, whom to ask, how to show it."""
