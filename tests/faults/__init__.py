"""Processes killed, servers gone, disks full, clocks moved amid an ingest: nothing is lost, nothing is there twice."""
