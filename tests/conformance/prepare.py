"""Writes the Lua modules that the two sides of the comparison are played from.

prepare.py ids CASES APART              the cases that have a Lua counterpart, for python.lua
prepare.py played CASES APART RESULTS   them with their Lua form and what Python gave, for live.lua
"""

import json
import os
import sys

from expressions import Untranslatable, quoted
from translate import lua_form


def cases(path, apart):
    with open(apart) as lines:
        left_out = {line.split("\t")[0] for line in lines}
    with open(path) as lines:
        return [c for c in map(json.loads, lines) if c["fidelity"] != "P" and c["id"] not in left_out]


def form_of(case):
    try:
        return lua_form(case["op"])
    except Untranslatable as why:
        return 'error("no Lua form: %s", 0)' % why


def played(case, results):
    with open(os.path.join(results, case["id"])) as result:
        python = result.read()
    fields = {"id": case["id"], "fidelity": case["fidelity"], "form": form_of(case), "python": python}
    return "  { %s },\n" % ", ".join("%s = %s" % (name, quoted(value)) for name, value in fields.items())


def main():
    what, path, apart = sys.argv[1:4]
    if what == "ids":
        body = "".join("  %s,\n" % quoted(c["id"]) for c in cases(path, apart))
    else:
        body = "".join(played(c, sys.argv[4]) for c in cases(path, apart))
    print("return {\n%s}" % body)


main()
