
#include "tests/bench/workloads/workloads.hpp"

namespace parley::bench {
namespace {

constexpr int rounds_of_the_slow = 3;

std::vector<std::string> joined(std::vector<std::string> words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// A library of an interpreter: `probe` loads it and does nothing.
struct Peer {
  std::string name;
  std::string program;
  std::string script;
  std::string option;
  std::string probe;
  int most_rounds;
};

std::vector<Peer> peers() {
  return {
      {"cqueues", "lua5.4", "with_cqueues.lua", "-e", "require 'cqueues'", 9},
      {"luv", "lua5.4", "with_luv.lua", "-e", "require 'luv'", 5},
      // Debian has copas for Lua 5.1 and 5.2 alone.
      {"copas", "lua5.1", "with_copas.lua", "-e", "require 'copas'", rounds_of_the_slow},
      {"asyncio", "python3", "with_asyncio.py", "-c", "import asyncio", rounds_of_the_slow},
      {"Python threads", "python3", "with_threads.py", "-c", "import threading", rounds_of_the_slow},
      {"Node", "node", "with_node.js", "-e", "require('node:net')", rounds_of_the_slow},
  };
}

}  // namespace

Contender plain(const Setting& setting, std::string name, const std::string& program,
                const std::vector<std::string>& arguments) {
  return {std::move(name), joined({setting.tools + "/" + program}, arguments)};
}

std::vector<std::string> parley_run(const Setting& setting, const std::vector<std::string>& words) {
  return joined({setting.parley, "run"}, words);
}

std::vector<std::string> parley_plays(const Setting& setting, const std::string& script,
                                      const std::vector<Parameter>& parameters) {
  std::vector<std::string> command =
      parley_run(setting, {"--network", "host", "--report", "terminal", "--report", "jsonl=/dev/stdout"});
  for (const Parameter& parameter : parameters)
    command.insert(command.end(), {"--set", parameter.name + "=" + parameter.value});
  command.push_back(setting.scripts + "/scenarios/" + script);
  return command;
}

void add_parley(Workload& load, const Setting& setting, const std::string& script,
                const std::vector<Parameter>& parameters) {
  std::vector<std::string> command = parley_plays(setting, script, parameters);
  load.contenders.push_back({unrecorded, joined(command, {"--no-record"})});
  load.contenders.push_back({"parley", std::move(command)});
}

void add_peers(Workload& load, const Setting& setting, const std::vector<std::string>& arguments) {
  for (const Peer& peer : peers()) {
    const std::string script = setting.scripts + "/peers/" + peer.script;
    Contender& added = load.contenders.emplace_back(Contender{peer.name,
                                                              joined({peer.program, script}, arguments),
                                                              {peer.program, peer.option, peer.probe},
                                                              peer.most_rounds});
    // LuaSocket waits by select(2), which takes descriptors up to 1,024.
    if (peer.name == "copas" && arguments[0] == "echo" && arguments[1] != "1")
      added.skipped = "so many connections are beyond its select(2)";
  }
}

void add_peer_goals(Workload& load, double times_cqueues) {
  load.goals.push_back({"parley", "cqueues", times_cqueues});
  load.goals.push_back({"parley", "asyncio", 7});
}

}  // namespace parley::bench
