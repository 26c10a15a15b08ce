"""Runs a program at a terminal of its own and answers its questions.

    terminal.py PROMPT KEYS PROGRAM ARGS...

Each key is sent when PROMPT has appeared once more; cursor keys, `?` and `x`, which nothing answers, go with the key
behind them. KEYS may be TERM: that signal, at the first prompt. What appears goes to standard output, then a line that
says whether the terminal's mode is what it was. The exit code is the program's, as a shell has it.
"""
import os
import pty
import re
import select
import signal
import sys
import termios

prompt, keys, command = sys.argv[1].encode(), sys.argv[2], sys.argv[3:]
answers = ["TERM"] if keys == "TERM" else re.findall(r"(?:\x1b\[.|[?x])*.", keys, re.DOTALL)
controller, terminal = pty.openpty()
before = termios.tcgetattr(terminal)
child = os.fork()
if child == 0:
    os.setsid()
    for fd in range(3):
        os.dup2(terminal, fd)
    os.close(controller)
    os.execv(command[0], command)
ended = os.pidfd_open(child)
seen, given = b"", 0
while True:
    ready, _, _ = select.select([controller, ended], [], [])
    if controller not in ready:
        break  # it has ended, and nothing more is to be read
    seen += os.read(controller, 65536)
    while given < min(len(answers), seen.count(prompt)):
        if answers[given] == "TERM":
            os.kill(child, signal.SIGTERM)
        else:
            os.write(controller, answers[given].encode())
        given += 1
_, status = os.waitpid(child, 0)
mode = "the terminal is as it was" if termios.tcgetattr(terminal) == before else "the terminal has another mode"
sys.stdout.write(seen.decode().replace("\r\n", "\n") + mode + "\n")
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
