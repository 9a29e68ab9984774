"""Imported once per process, after which the collector leaves all imported modules alone.

The page server collects garbage after every rerun; walking the modules of pandas and altair each
time took most of a rerun's time. What is created later is still collected.
"""

import gc

import altair
import pandas

import scheduler.planning
import scheduler.scenario

WARMED = (altair.__name__, pandas.__name__, scheduler.planning.__name__, scheduler.scenario.__name__)

gc.collect()
gc.freeze()
