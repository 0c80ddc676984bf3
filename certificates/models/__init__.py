from certificates.models.register import (
    Batch,
    BatchItem,
    BlankUse,
    Document,
    DocumentEvent,
    DocumentFile,
    RenderJob,
    Standing,
)

__all__ = ["Batch", "BatchItem", "BlankUse", "Document", "DocumentEvent", "DocumentFile", "RenderJob", "Standing"]
