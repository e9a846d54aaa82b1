"""Figures for the regional offices for capacity building (ROCB)."""
