"""Planning of reforms: what depends on what, what belongs together, what comes first, when it may be done.

Everything is a suggestion with its reasons; people decide. Import the modules by name::

    from concord.analysis.plan import graph
    graph.circle(graph.make(nodes=["policy", "training"], needs=[("training", "policy")]))
"""
