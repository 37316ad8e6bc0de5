"""The work of each step of a job. Running a stage twice gives the same result."""
