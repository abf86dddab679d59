"""A log of what users of other services reported, and what this one answers.

One file per kind of fault. Its docstring says where it was reported; the input is made in the test.
The next report goes here: first the test that shows it, then the mend.
"""
