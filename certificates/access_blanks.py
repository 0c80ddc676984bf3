"""Fetching blanks with permission: they are the organiser's, and what is not there is not found."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from certificates.models import BlankPile, Printer, PrintJob, WriteOff


def pile_or_404(pk: int) -> BlankPile:
    return get_object_or_404(BlankPile.objects.with_counts().select_related("received_by"), pk=pk)


def job_or_404(pk: int) -> PrintJob:
    return get_object_or_404(PrintJob.objects.select_related("pile", "printer", "by", "closed_by"), pk=pk)


def printer_or_404(pk: int) -> Printer:
    return get_object_or_404(Printer, pk=pk)


def act_or_404(pk: int) -> WriteOff:
    return get_object_or_404(WriteOff, pk=pk)
