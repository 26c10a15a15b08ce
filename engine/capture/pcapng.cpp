#include "engine/capture/pcapng.hpp"

#include <cstring>

namespace parley::capture {
namespace {

enum Block : std::uint32_t {
  section_header = 0x0A0D0D0A,
  interface_description = 1,
  interface_statistics = 5,
  enhanced_packet = 6,
  decryption_secrets = 10,
};

constexpr std::uint32_t byte_order = 0x1A2B3C4D;
constexpr std::uint32_t tls_key_log = 0x544c534b;
constexpr std::uint16_t ethernet = 1;
// Codes of options: those that every block may have, and those of single ones.
constexpr std::uint16_t opt_end = 0;
constexpr std::uint16_t opt_comment = 1;
constexpr std::uint16_t shb_userappl = 4;
constexpr std::uint16_t if_name = 2;
constexpr std::uint16_t if_tsresol = 9;
constexpr std::uint16_t isb_ifrecv = 4;
constexpr std::uint16_t isb_ifdrop = 5;

/// What the length of an option can say.
constexpr std::size_t longest_option = 65535;

std::string bytes_of(std::uint64_t number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

}  // namespace

void PcapngWriter::begin(std::string_view comment) {
  std::size_t block = open(section_header);
  number(byte_order, 4);
  number(1, 2);  // The version of the format, 1.0.
  number(0, 2);
  number(~std::uint64_t{0}, 8);  // The section's length is not said.
  option(opt_comment, comment);
  option(shb_userappl, "parley");
  option(opt_end, {});
  close(block);
  block = open(interface_description);
  number(ethernet, 2);
  number(0, 2);
  number(0, 4);  // A packet may be of any length.
  option(if_name, "lo");
  option(if_tsresol, "\x09");
  option(opt_end, {});
  close(block);
}

void PcapngWriter::secrets(std::string_view lines) {
  const std::size_t block = open(decryption_secrets);
  number(tls_key_log, 4);
  number(lines.size(), 4);
  padded(lines);
  close(block);
}

void PcapngWriter::packet(std::int64_t time, std::string_view bytes, std::uint32_t length,
                          std::string_view comment) {
  const std::size_t block = open(enhanced_packet);
  number(0, 4);  // The interface.
  number(static_cast<std::uint64_t>(time) >> 32U, 4);
  number(static_cast<std::uint64_t>(time) & 0xffffffffU, 4);
  number(bytes.size(), 4);
  number(length, 4);
  padded(bytes);
  if (!comment.empty()) {
    option(opt_comment, comment);
    option(opt_end, {});
  }
  close(block);
}

void PcapngWriter::statistics(std::int64_t time, std::uint64_t received, std::uint64_t dropped) {
  const std::size_t block = open(interface_statistics);
  number(0, 4);
  number(static_cast<std::uint64_t>(time) >> 32U, 4);
  number(static_cast<std::uint64_t>(time) & 0xffffffffU, 4);
  option(isb_ifrecv, bytes_of(received));
  option(isb_ifdrop, bytes_of(dropped));
  option(opt_end, {});
  close(block);
}

/// In the machine's own order, which the section header tells.
void PcapngWriter::number(std::uint64_t value, unsigned size) {
  const std::size_t at = out_.size();
  out_.resize(at + size);
  const auto half = static_cast<std::uint32_t>(value);
  const auto quarter = static_cast<std::uint16_t>(value);
  if (size == sizeof quarter) std::memcpy(out_.data() + at, &quarter, size);
  if (size == sizeof half) std::memcpy(out_.data() + at, &half, size);
  if (size == sizeof value) std::memcpy(out_.data() + at, &value, size);
}

void PcapngWriter::padded(std::string_view bytes) {
  out_ += bytes;
  out_.append((4 - bytes.size() % 4) % 4, '\0');
}

void PcapngWriter::option(std::uint16_t code, std::string_view value) {
  value = value.substr(0, longest_option);
  number(code, 2);
  number(value.size(), 2);
  padded(value);
}

std::size_t PcapngWriter::open(std::uint32_t type) {
  const std::size_t begin = out_.size();
  number(type, 4);
  number(0, 4);
  return begin;
}

/// The length of the whole block stands at both of its ends.
void PcapngWriter::close(std::size_t begin) {
  const auto length = static_cast<std::uint32_t>(out_.size() - begin + 4);
  std::memcpy(out_.data() + begin + 4, &length, sizeof length);
  number(length, 4);
}

}  // namespace parley::capture
