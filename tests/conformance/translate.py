"""Makes a Lua form of the Python statements of a case: lua_form(statements) -> text, or Untranslatable.

It knows the Python that cases.jsonl is written in and no more. What the two languages call alike stays a name, which
words.lua resolves; a call that gives a tuple is wrapped in L(...), as Lua gives several results.
"""

import ast

from expressions import Expressions, Untranslatable, name_of


class Statements(Expressions):
    """A block of Python, line by line. Locals are declared at the head of each function, as Python scopes them."""

    def block(self, body, last_is_result=False):
        lines = [self.statement(s) for s in body]
        if last_is_result:
            if not isinstance(body[-1], ast.Expr):
                raise Untranslatable("the last statement has no value")
            lines[-1] = "return " + self.expression(body[-1].value)
        return "\n".join(lines)

    def function(self, body, last_is_result=False):
        names = sorted(assigned(body) - self.parameters)
        head = "local %s\n" % ", ".join(names) if names else ""
        return head + self.block(body, last_is_result)

    def statement(self, s):
        method = getattr(self, "s_" + type(s).__name__, None)
        if method is None:
            raise Untranslatable(type(s).__name__)
        return method(s)

    def s_Expr(self, s):
        return "local _ = " + self.expression(s.value)

    def s_Import(self, _):
        return ""

    def s_Break(self, _):
        return "break"

    def s_Return(self, s):
        return "do return %s end" % (self.expression(s.value) if s.value else "")

    def s_Assign(self, s):
        target = s.targets[0]
        if isinstance(target, ast.Name) and self.is_program(s.value):
            return "%s = %s" % (name_of(target.id), self.program(s.value.value))
        if isinstance(target, ast.Tuple):
            names = ", ".join(name_of(t.id) for t in target.elts)
            return "%s = unpack(%s)" % (names, self.expression(s.value))
        if isinstance(target, ast.Name):
            return "%s = %s" % (name_of(target.id), self.expression(s.value))
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Call):
            return "keep(%s)" % self.expression(s.value)  # globals()["k"] = v: no more than holding on to it
        raise Untranslatable("an assignment to " + type(target).__name__)

    def s_AugAssign(self, s):
        name = name_of(s.target.id)
        return "%s = %s" % (name, self.operation(s.op, name, self.expression(s.value)))

    def s_FunctionDef(self, s):
        inner = Statements({a.arg for a in s.args.args})
        arguments = ", ".join(name_of(a.arg) for a in s.args.args)
        return "%s = function(%s)\n%s\nend" % (name_of(s.name), arguments, inner.function(s.body))

    def s_While(self, s):
        return "while truthy(%s) do\n%s\nend" % (self.expression(s.test), self.block(s.body))

    def s_For(self, s):
        return "for _, item in each(%s) do\n%s = item\n%s\nend" % (
            self.expression(s.iter), name_of(s.target.id), self.block(s.body))

    def s_If(self, s):
        other = "\nelse\n" + self.block(s.orelse) if s.orelse else ""
        return "if truthy(%s) then\n%s%s\nend" % (self.expression(s.test), self.block(s.body), other)

    def s_With(self, s):
        item = s.items[0]
        held = "local held = " + self.expression(item.context_expr)
        if item.optional_vars:
            held += "\n%s = held" % name_of(item.optional_vars.id)
        return "do\n%s\nwith(held, function()\n%s\nend)\nend" % (held, self.block(s.body))

    def s_Try(self, s):
        text = "do\nlocal ok, raised = pcall(function()\n%s\nend)\nif ok then" % self.block(s.body)
        for handler in s.handlers:
            text += "\nelseif socket.isinstance(raised, %s) then" % self.expression(handler.type)
            if handler.name:
                text += "\n%s = raised" % name_of(handler.name)
            text += "\n" + self.block(handler.body)
        return text + "\nelse\nerror(raised, 0)\nend\nend"

    def is_program(self, value):
        return isinstance(value, ast.Constant) and isinstance(value.value, str) and "\n" in value.value

    def program(self, source):
        """The text of a program that runsrc() takes: a function of what it prints with and asks by."""
        inner = Statements({"print", "input", "sys"})
        return "function(print, input, sys, ns)\nlocal _ENV = within(ns)\n%s\nend" % inner.function(ast.parse(source).body)


def assigned(body):
    """The names that a function assigns, those of the functions in it left out."""
    names, todo = set(), list(body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef):
            names.add(name_of(node.name))
            continue
        if isinstance(node, (ast.Lambda, ast.ListComp, ast.GeneratorExp)):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(name_of(node.id))
        if isinstance(node, ast.ExceptHandler) and node.name:
            names.add(name_of(node.name))
        todo.extend(ast.iter_child_nodes(node))
    return names


def lua_form(statements):
    return Statements(set()).function(ast.parse(statements).body, last_is_result=True)
