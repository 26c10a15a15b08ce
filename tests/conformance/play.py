"""Plays one case in the network that it is started in: play.py CASES ID RESULTS writes the
normal form of what comes of it to the file ID in the folder RESULTS."""

import ast
import json
import os
import sys

import world
from normal import normal


def case_named(path, name):
    with open(path) as lines:
        return next(case for case in map(json.loads, lines) if case["id"] == name)


def result_of(statements):
    """The value of the last statement; an error is `!` and its normal form."""
    body = ast.parse(statements).body
    last = ast.Expression(body.pop().value)
    names = dict(vars(world))
    try:
        exec(compile(ast.Module(body, []), "case", "exec"), names)
        return normal(eval(compile(last, "case", "eval"), names))
    except Exception as e:
        return "!" + normal(e)


def main():
    statements = case_named(sys.argv[1], sys.argv[2])["op"]
    with open(os.path.join(sys.argv[3], sys.argv[2]), "w") as result:
        result.write(result_of(statements).replace(world.T(), "TMP"))
    os._exit(0)  # threads that still wait would keep an ordinary end from coming


main()
