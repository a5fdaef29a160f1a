"""What can be wrong with a leaf, a proof or a signed checkpoint."""

from zvarot.contract.errors import ZvarotError


class LedgerError(ZvarotError):
    """Something in the ledger is not what it has to be."""


class LeafInvalid(LedgerError):
    """A leaf breaks the rules of its type, or its bytes are not a leaf."""


class ProofInvalid(LedgerError):
    """A proof does not lead from the leaf, or the older tree, to the root."""


class NoteInvalid(LedgerError):
    """A signed note is malformed, or lacks the signature it must carry."""


class Unreachable(LedgerError):
    """A site or a file of it cannot be fetched, so that nothing can be said about it."""


class SplitView(LedgerError):
    """A log has signed two trees of which neither continues the other.

    evidence -- both signed notes; anybody can check them.
    """

    def __init__(self, said: str, *evidence: bytes) -> None:
        super().__init__(said)
        self.evidence = evidence
