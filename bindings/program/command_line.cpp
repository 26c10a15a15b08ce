#include "bindings/program/command_line.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>

#include "bindings/program/options.hpp"
#include "engine/report/text.hpp"

namespace parley::program {
namespace {

using Arguments = std::vector<std::string>;

std::string see_help(const Command* command) {
  return "; see parley " + (command ? std::string(command->name) + " " : "") + "--help";
}

/// An option that the command, or no command for null, does not know.
std::string unknown_option(const std::string& argument, const Command* command) {
  const std::string name = argument.substr(0, argument.find('='));
  if (find_option(name)) {
    if (command) return std::string(command->name) + " takes no option " + name + see_help(command);
    return name + " belongs behind a command" + see_help(nullptr);
  }
  std::vector<std::string_view> known{"--version"};
  for (const Option& option : options())
    if (!command || (option.takers & command->taker) != 0) known.push_back(option.long_name);
  const std::string nearby = suggestion(name, known);
  return "unknown option " + report::safe_line(name) + (nearby.empty() ? see_help(command) : nearby);
}

std::string unknown_command(const std::string& argument) {
  if (::access(argument.c_str(), F_OK) == 0)
    return "unknown command " + report::safe_line(argument) + "; to run it: parley run " +
           report::safe_line(argument);
  std::vector<std::string_view> known;
  for (const Command& command : commands()) known.push_back(command.name);
  const std::string nearby = suggestion(argument, known);
  return "unknown command " + report::safe_line(argument) + (nearby.empty() ? see_help(nullptr) : nearby);
}

/// What is wrong with the presence of a value: CLI11 would take the next argument for the value of
/// `--filter=`, would let a flag have one, and says nothing helpful where an option that needs one ends the
/// line.
std::string misplaced_value(const Arguments& arguments, const Command& command) {
  for (const std::string& argument : arguments) {
    const std::size_t sign = argument.find('=');
    const Option* option = find_option(argument.substr(0, sign));
    if (!option || (option->takers & command.taker) == 0) continue;
    const bool has_value = sign != std::string::npos;
    if (!option->takes_value() && has_value) return std::string(option->long_name) + " takes no value";
    const bool missing = has_value ? sign + 1 == argument.size() : &argument == &arguments.back();
    if (option->needs_value() && missing)
      return std::string(option->long_name) + " needs a value: " + std::string(option->value);
  }
  return {};
}

/// `--fail-fast 2`, where the value belongs behind an equals sign and 2 would be a path.
std::string detached_value(const Arguments& arguments, const Command& command) {
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
    const Option* option = find_option(arguments[i]);
    const std::string& next = arguments[i + 1];
    const bool may_have_one =
        option && (option->takers & command.taker) != 0 && option->takes_value() && !option->needs_value();
    const bool number = !next.empty() && next.find_first_not_of("0123456789") == std::string::npos;
    if (may_have_one && number && ::access(next.c_str(), F_OK) != 0)
      return std::string(option->long_name) +
             " takes its value behind an equals sign: " + std::string(option->long_name) + "=" + next;
  }
  return {};
}

/// One command's options, declared to CLI11, and what the user gave for each of them.
class Parser {
 public:
  explicit Parser(const Command& command) : command_(command) {
    app_.set_help_flag();
    app_.allow_extras();
    for (const Option& option : options())
      if ((option.takers & command.taker) != 0) declare(option);
  }

  std::string parse(Arguments arguments, Settings& settings) {
    take_optional_values(arguments);
    std::reverse(arguments.begin(), arguments.end());
    try {
      app_.parse(arguments);
    } catch (const CLI::Error& error) {
      return std::string(error.what()) + see_help(&command_);
    }
    if (std::string problem = take_extras(settings); !problem.empty()) return problem;
    for (const Given& given : given_)
      for (const std::string& value : given.values)
        if (std::string problem = given.option->apply(settings, value); !problem.empty()) return problem;
    return {};
  }

 private:
  struct Given {
    const Option* option;
    Arguments values;
  };

  /// `--shuffle=5`, where the value may be left out: CLI11 would take it for a flag's count.
  void take_optional_values(Arguments& arguments) {
    std::erase_if(arguments, [&](const std::string& argument) {
      const std::size_t sign = argument.find('=');
      if (sign == std::string::npos) return false;
      const auto given = std::find_if(given_.begin(), given_.end(), [&](const Given& one) {
        return one.option->long_name == argument.substr(0, sign) && one.option->takes_value() &&
               !one.option->needs_value();
      });
      if (given == given_.end()) return false;
      given->values.push_back(argument.substr(sign + 1));
      return true;
    });
  }

  void declare(const Option& option) {
    Given& given = given_.emplace_back(Given{&option, {}});
    std::string names(option.long_name);
    if (!option.short_name.empty()) names.append(",").append(option.short_name);
    if (!option.needs_value())
      app_.add_flag_function(names, [&given](std::int64_t) { given.values.emplace_back(); });
    else
      declare_values(names, given);
  }

  /// An option with a value, which may be given several times. The values are taken as they are: bound to a
  /// vector, CLI11 would take `{}` for none.
  void declare_values(const std::string& names, Given& given) {
    const auto take = [&given](const CLI::results_t& values) {
      given.values = values;
      return true;
    };
    app_.add_option(names, take)
        ->type_size(1)
        ->expected(1, CLI::detail::expected_max_vector_size)
        ->allow_extra_args(false);
  }

  /// What CLI11 took for no option of ours is a path, or a mistake.
  std::string take_extras(Settings& settings) const {
    for (const std::string& argument : app_.remaining()) {
      if (argument.size() > 1 && argument.front() == '-') return unknown_option(argument, &command_);
      settings.paths.push_back(argument);
    }
    return {};
  }

  const Command& command_;
  CLI::App app_;
  std::deque<Given> given_;  // CLI11 keeps references to the values
};

/// The arguments behind the command's name, of which those behind `--` are paths whatever they look like.
std::string parse_rest(Arguments arguments, const Command& command, Settings& settings) {
  const auto mark = std::find(arguments.begin(), arguments.end(), "--");
  const Arguments paths(mark == arguments.end() ? mark : mark + 1, arguments.end());
  arguments.erase(mark, arguments.end());
  std::string problem = misplaced_value(arguments, command);
  if (problem.empty()) problem = detached_value(arguments, command);
  if (problem.empty()) problem = Parser(command).parse(arguments, settings);
  settings.paths.insert(settings.paths.end(), paths.begin(), paths.end());
  if (problem.empty() && command.arguments.empty() && !settings.paths.empty())
    problem = std::string(command.name) + " takes no argument " + report::safe_line(settings.paths.front()) +
              see_help(&command);
  return problem;
}

}  // namespace

CommandLine parse_command_line(const std::vector<std::string>& arguments) {
  CommandLine line;
  if (arguments.empty()) {
    line.problem = "no command" + see_help(nullptr);
    return line;
  }
  const std::string& first = arguments.front();
  line.version = first == "--version";
  line.settings.help = first == "--help" || first == "-h";
  if (line.version || line.settings.help) return line;
  line.command = find_command(first);
  if (line.command)
    line.problem =
        parse_rest(Arguments(arguments.begin() + 1, arguments.end()), *line.command, line.settings);
  else
    line.problem = first.starts_with('-') ? unknown_option(first, nullptr) : unknown_command(first);
  return line;
}

int perform(const std::vector<std::string>& arguments, Console& console) {
  const CommandLine line = parse_command_line(arguments);
  if (!line.problem.empty()) {
    complain(console, line.problem);
    return exit_code::usage;
  }
  if (line.version) {
    console.out.write("parley " PARLEY_VERSION "\n");
  } else if (line.settings.help) {
    console.out.write(help_text(line.command));
  } else {
    return line.command->perform(line.settings, console);
  }
  return exit_code::passed;
}

}  // namespace parley::program
