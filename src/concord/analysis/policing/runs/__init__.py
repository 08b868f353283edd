"""Analyses as orders: a method by its name, files, a mapping, parameters and a seed give a result and its capsule.

`catalogue.METHODS` lists what can be ordered, `running.run` carries an order out, `running.rerun` does it again and
says what differs. The command line and the application use these and nothing below them."""
