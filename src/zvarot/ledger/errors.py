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
