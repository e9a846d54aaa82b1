"""Configurations of brokers, as text: one module for each broker that swsim sets up.

`GENERATORS` names them; what to generate is a `Plan`. Another broker is another module
with a function from a plan to files, and a line in the table.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from swsim.exchange.brokers.mosquitto import mosquitto_files
from swsim.exchange.brokers.nats import nats_cluster_files, nats_files
from swsim.exchange.brokers.plan import Plan
from swsim.exchange.brokers.rabbitmq import rabbitmq_files

# Returns the files of a broker: name -> text.
Generator = Callable[[Plan], dict[str, str]]

GENERATORS: Mapping[str, Generator] = MappingProxyType(
    {
        "mosquitto": mosquitto_files,
        "nats": nats_files,
        "nats-cluster": nats_cluster_files,
        "rabbitmq": rabbitmq_files,
    }
)
