"""The system under test: a broker's software that declares what was exported to it.

Yours is larger and writes its XML itself. All that matters here is what it sends.
"""

from dataclasses import replace
from datetime import datetime

from swsim.documents.types.declaration import Declaration, GovernmentProcedure


def import_declaration(
    export: Declaration, reference: str, issued: datetime
) -> Declaration:
    """Return the import declaration for goods whose export declaration is known."""
    shipment = export.shipment
    assert shipment is not None
    # Exported outright there, for home use here.
    home_use = (GovernmentProcedure(current="40", previous="00"),)
    return replace(
        export,
        acceptance=None,
        function="9",
        reference=reference,
        id=None,
        issued=issued,
        issue_location="PABLB",
        type="929",
        office="PABLBIM1",
        declarant=shipment.consignee,
        exit_office=None,
        shipment=replace(
            shipment,
            exit=None,
            importer=shipment.consignee,
            items=tuple(replace(item, procedures=home_use) for item in shipment.items),
        ),
    )
