"""Designs of certificates: drawn as a draft, tried on real data, published for good, chosen for a batch."""
