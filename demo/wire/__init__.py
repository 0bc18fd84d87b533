"""The wire formats: each module speaks one platform's, as the real one would answer."""
