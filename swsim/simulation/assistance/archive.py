"""What an administration can supply: extracts of declarations lodged for export here.

After release customs keeps no goods of a declaration. The extract is made from the
books of the exporter, which are visited: what the contract says, under the number and
at the moment of acceptance.
"""

from collections.abc import Iterator
from datetime import timedelta

from swsim.documents.types.assistance_reply import SuppliedDeclaration
from swsim.documents.types.assistance_request import AssistanceRequest
from swsim.simulation.assistance.extract import extract
from swsim.simulation.contract import Contract, draw_contract
from swsim.simulation.customs import Customs
from swsim.simulation.paperwork import Filing, export_declaration


class Archive:
    """The export declarations of one customs administration."""

    def __init__(self, customs: Customs) -> None:
        self._customs = customs
        self._site = customs.site
        self._contracts: dict[str, Contract] = {}

    def extracts(self, request: AssistanceRequest) -> Iterator[SuppliedDeclaration]:
        """Yield an extract of each declaration that a request names by its UCR."""
        for wanted in request.declarations:
            found = self.extract_of((wanted.ucr.id if wanted.ucr else None) or "")
            if found is not None:
                yield found

    def extract_of(self, ucr: str) -> SuppliedDeclaration | None:
        """Return an extract of the export declaration of a UCR, None without one."""
        file = self._customs.file_of(ucr, "export")
        contract = self._contract(ucr)
        if file is None or contract is None:
            return None
        order = contract.order
        filing = Filing(
            reference=file.reference,
            at=file.accepted,
            exit=self._site.moment(order.start) + timedelta(days=1),
        )
        declaration = export_declaration(contract, filing)
        return extract(declaration, contract, mrn=file.mrn, accepted=file.accepted)

    def _contract(self, ucr: str) -> Contract | None:
        # Worked out when first asked: most runs never are.
        if not self._contracts:
            world = self._site.world
            for order in self._site.settings.orders:
                contract = draw_contract(order, world.seed, world.start)
                self._contracts[contract.ucr] = contract
        return self._contracts.get(ucr)
