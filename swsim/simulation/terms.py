"""What an Incoterms rule makes of a price, and a price in terms that compare.

Incoterms 2020. Exports are valued where the journey begins (FOB, FCA); imports are
often invoiced with carriage and insurance, which come off before prices compare.
"""

from decimal import Decimal
from typing import Final

from swsim.documents.types.declaration import Declaration
from swsim.domain.codelists import codelist

# Rules by which the price includes carriage, and insurance as well.
CARRIAGE_PAID: Final = frozenset({"CFR", "CPT", "CIF", "CIP", "DAP", "DPU", "DDP"})
INSURANCE_PAID: Final = frozenset({"CIF", "CIP", "DAP", "DPU", "DDP"})
INSURANCE: Final = "67"  # UN/EDIFACT 5025: charge for insurance


def fob_value(declaration: Declaration) -> Decimal | None:
    """Return what a declaration invoices, as FOB in US dollars.

    Both declarations of a deal are turned into dollars at the training rate, which is
    the same on the day of the export's acceptance as on any other. None where there is
    no amount, or a charge that the terms include is not told.
    """
    invoiced = declaration.invoice_amount
    shipment = declaration.shipment
    if invoiced is None:
        return None
    terms = shipment.trade_terms.condition if shipment and shipment.trade_terms else ""
    value = invoiced.value
    charges = shipment.valuation if shipment else None
    if terms in CARRIAGE_PAID:
        if charges is None or charges.freight is None:
            return None
        value -= charges.freight.value
    if terms in INSURANCE_PAID and charges is not None:
        value -= sum(
            (
                charge.amount.value
                for charge in charges.charges
                if charge.type == INSURANCE and charge.amount
            ),
            Decimal(0),
        )
    return dollars(value, invoiced.currency)


def dollars(value: Decimal, currency: str) -> Decimal | None:
    """Return an amount in US dollars; None for a currency without a rate."""
    row = codelist("training-rates").rows.get(currency)
    return None if row is None else value / Decimal(row["rate"])
