"""One module for each layer; all are found by `swsim.material.operators`."""
