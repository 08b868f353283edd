"""Analysis of policing data: honest estimates from grouped counts, each with its limits.

Every method returns an `Estimate` (see `concord.analysis.policing.estimate`), takes keyword-only arguments, and takes
its randomness from the caller. Nothing here reads a file, a clock or the network. Import the modules by name::

    from concord.analysis.policing import rates
    rates.rate_ratio(events=4204, exposure=648_846, ...)
"""
