"""Python's expressions in Lua: the half of translate.py that gives values."""

import ast

from normal import text

# Calls that give a tuple in Python and several results in Lua.
TUPLES = {
    "accept", "recvfrom", "recvfrom_into", "recvmsg", "recvmsg_into", "socketpair", "gethostbyname_ex", "gethostbyaddr",
    "getnameinfo", "recv_fds", "pair", "full", "upair", "pipe",
}
SELECT = {"select.select"}
MODULES = {"socket", "struct", "os", "select", "fcntl", "time", "array", "io", "re", "sys", "errno", "selectors"}
# Methods of Python's own strings and lists: functions of words.lua.
OF_VALUES = {"append", "encode", "decode", "format", "startswith", "replace"}
ATTRIBUTES = {"family", "type", "proto", "timeout", "errno", "strerror", "args", "exceptions", "filename"}
LUA_WORDS = {"end", "local", "function", "then", "repeat", "until", "do", "nil", "goto"}
MATHEMATICAL = {ast.Sub: "-", ast.BitOr: "|", ast.BitAnd: "&"}
COMPARISONS = {ast.Lt: "<", ast.Gt: ">", ast.LtE: "<=", ast.GtE: ">="}


class Untranslatable(Exception):
    pass


def name_of(name):
    return name + "_" if name in LUA_WORDS else name


def quoted(value):
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else "\\x%02x" % b for b in text(value)) + '"'


class Expressions:
    def __init__(self, parameters):
        self.parameters = parameters

    def expression(self, e):
        method = getattr(self, "e_" + type(e).__name__, None)
        if method is None:
            raise Untranslatable(type(e).__name__)
        return method(e)

    def list_of(self, items):
        return ", ".join(self.expression(i) for i in items)

    def e_Constant(self, e):
        if isinstance(e.value, (str, bytes)):
            return quoted(e.value)
        if e.value is None or isinstance(e.value, bool):
            return {None: "nil", True: "true", False: "false"}[e.value]
        if isinstance(e.value, int) and abs(e.value) >= 1 << 63:
            raise Untranslatable("an integer of more than 64 bits")
        return repr(e.value)

    def e_Name(self, e):
        return name_of(e.id)

    def e_List(self, e):
        return "L(%s)" % self.list_of(e.elts)

    def e_Tuple(self, e):
        return "{%s}" % self.list_of(e.elts)

    def e_Dict(self, e):
        return "{%s}" % ", ".join("[%s] = %s" % (self.expression(k), self.expression(v)) for k, v in zip(e.keys, e.values))

    def e_Attribute(self, e):
        if e.attr == "__name__":
            return "class_name(%s)" % self.expression(e.value.args[0])
        owner = self.expression(e.value)
        if isinstance(e.value, ast.Name) and e.value.id in MODULES or e.attr in ATTRIBUTES:
            return "%s.%s" % (owner, e.attr)
        return 'bound(%s, "%s")' % (owner, e.attr)

    def e_Subscript(self, e):
        owner = self.expression(e.value)
        if isinstance(e.slice, ast.Slice):
            first = self.expression(e.slice.lower) if e.slice.lower else "0"
            return "slice(%s, %s, %s)" % (owner, first, self.expression(e.slice.upper) if e.slice.upper else "nil")
        return "at(%s, %s)" % (owner, self.expression(e.slice))

    def e_Call(self, e):
        given = [self.expression(a) for a in e.args]
        if e.keywords:
            given.append("{ %s }" % ", ".join("%s = %s" % (k.arg, self.expression(k.value)) for k in e.keywords))
        arguments = ", ".join(given)
        called = ast.unparse(e.func)
        if called == "runsrc" and self.is_program(e.args[0]):
            given[0] = self.program(e.args[0].value)
            if not e.args[1:]:
                given[1:] = ["nil"] + [g + ".ns" for g in given[1:]]
            return "runsrc(%s)" % ", ".join(given)
        if called == "str.encode":
            return arguments
        if called == "socket.socket.close":
            return "%s:close()" % arguments
        call = self.call(e.func, arguments)
        return "L(%s)" % call if called.split(".")[-1] in TUPLES or called in SELECT else call

    def call(self, function, arguments):
        if not isinstance(function, ast.Attribute):
            return "%s(%s)" % (self.expression(function), arguments)
        owner = self.expression(function.value)
        if isinstance(function.value, ast.Name) and function.value.id in MODULES:
            return "%s.%s(%s)" % (owner, function.attr, arguments)
        if function.attr in OF_VALUES:
            return "%s(%s)" % (function.attr, ", ".join(filter(None, [owner, arguments])))
        return "%s:%s(%s)" % (owner if function.value.__class__ is not ast.Constant else "(%s)" % owner, function.attr,
                              arguments)

    def e_Lambda(self, e):
        inner = type(self)({a.arg for a in e.args.args})
        return "(function(%s) return %s end)" % (", ".join(a.arg for a in e.args.args), inner.expression(e.body))

    def e_ListComp(self, e):
        one = e.generators[0]
        if one.ifs:
            wanted = ", function(%s) return %s end" % (one.target.id, self.expression(one.ifs[0]))
        else:
            wanted = ""
        return "map(%s, function(%s) return %s end%s)" % (
            self.expression(one.iter), name_of(one.target.id), self.expression(e.elt), wanted)

    e_GeneratorExp = e_ListComp

    def e_IfExp(self, e):
        return "choose(%s, %s, %s)" % (self.expression(e.test), self.expression(e.body), self.expression(e.orelse))

    def e_JoinedStr(self, e):
        parts = [quoted(p.value) if isinstance(p, ast.Constant) else "str(%s)" % self.expression(p.value) for p in e.values]
        return "(%s)" % " .. ".join(parts)

    def operation(self, op, left, right):
        if isinstance(op, ast.Add):
            return "add(%s, %s)" % (left, right)
        if isinstance(op, ast.Mult):
            return "times(%s, %s)" % (left, right)
        if isinstance(op, ast.Mod):
            return "string.format(%s, %s)" % (left, right)
        if type(op) in MATHEMATICAL:
            return "(%s %s %s)" % (left, MATHEMATICAL[type(op)], right)
        raise Untranslatable(type(op).__name__)

    def e_BinOp(self, e):
        if isinstance(e.op, ast.LShift):
            return self.e_Constant(ast.Constant(e.left.value << e.right.value))
        return self.operation(e.op, self.expression(e.left), self.expression(e.right))

    def e_UnaryOp(self, e):
        operand = self.expression(e.operand)
        if isinstance(e.op, ast.Not):
            return "(not truthy(%s))" % operand
        return "(-%s)" % operand

    def e_BoolOp(self, e):
        word = " or " if isinstance(e.op, ast.Or) else " and "
        return "(%s)" % word.join("truthy(%s)" % self.expression(v) for v in e.values)

    def e_Compare(self, e):
        sides = [self.expression(s) for s in [e.left] + e.comparators]
        parts = []
        for op, left, right in zip(e.ops, sides, sides[1:]):
            if isinstance(op, ast.Is):
                parts.append("rawequal(%s, %s)" % (left, right))
            elif isinstance(op, (ast.Eq, ast.NotEq)):
                parts.append(("" if isinstance(op, ast.Eq) else "not ") + "same(%s, %s)" % (left, right))
            elif type(op) in COMPARISONS:
                parts.append("%s %s %s" % (left, COMPARISONS[type(op)], right))
            else:
                raise Untranslatable(type(op).__name__)
        return "(%s)" % " and ".join(parts)
