"""Computes what the sample must print, from the input alone: python3 oracle.py flights.csv

Writes the header and one line per airport and day, sorted. Exact: fractions for the comparison of means, decimals for their rounding.
"""
import csv
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def mean(delays):
    # ROUND_HALF_UP of decimal rounds midpoints away from zero, also below it.
    return (Decimal(sum(delays)) / Decimal(len(delays))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def worst_destination(routes):
    return min(routes, key=lambda code: (-Fraction(sum(routes[code]), len(routes[code])), code))


def main(path):
    groups = defaultdict(lambda: defaultdict(list))
    with open(path, encoding="utf-8", newline="") as file:
        for flight in csv.DictReader(file):
            key = (flight["scheduled"][:10], flight["origin"])
            groups[key][flight["destination"]].append(int(flight["delay_minutes"]))
    print("day,airport,flights,mean_delay,max_delay,worst_destination")
    for (day, airport), routes in sorted(groups.items()):
        delays = [delay for route in routes.values() for delay in route]
        print(f"{day},{airport},{len(delays)},{mean(delays)},{max(delays)},{worst_destination(routes)}")


main(sys.argv[1])
