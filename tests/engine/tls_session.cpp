// Contexts and sessions, without Lua: two of them over a pair of sockets.
#include "engine/net/tls_session.hpp"

#include <sys/socket.h>

#include <array>

#include "tests/catch.hpp"
#include "tests/engine/tls_pair.hpp"

namespace tls = parley::tls;
using tls::Status;

namespace {

std::string read(tls::Session& session) {
  std::array<char, 64> space;
  const tls::Step step = session.read(space);
  return step.status == Status::done ? std::string(space.data(), step.count) : "";
}

}  // namespace

TEST_CASE("two sessions agree", "[tls]") {
  Pair pair;
  CHECK(pair.client->version().empty());
  REQUIRE(pair.shake_hands());
  CHECK(pair.client->version() == "TLSv1.3");
  CHECK(pair.client->summary() == R"(TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost")");
  CHECK(pair.server->summary() == pair.client->summary());
  CHECK(pair.client->take_completion());
  CHECK_FALSE(pair.client->take_completion());
  CHECK(pair.server->write("hello").count == 5);
  CHECK(read(*pair.client) == "hello");
}

TEST_CASE("a session counts what passed", "[tls]") {
  Pair pair;
  REQUIRE(pair.shake_hands());
  const std::uint64_t before = pair.client->wire.sent;
  CHECK(pair.client->write("hello").count == 5);
  CHECK(pair.client->wire.sent > before + 5);
  const std::uint64_t taken = pair.server->wire.taken;
  CHECK(read(*pair.server) == "hello");
  CHECK(pair.server->wire.taken - taken == pair.client->wire.sent - before);
}

TEST_CASE("a certificate of nobody known is refused, with an alert", "[tls]") {
  Pair pair;
  tls::Failure failure;
  const auto stranger = tls::Context::make(tls::Protocol::client, failure);
  pair.client = tls::Session::make(stranger, pair.client_end.get(), {false, "localhost"}, failure);
  CHECK_FALSE(pair.shake_hands());
  CHECK(pair.client->failure().kind == tls::Failure::Kind::verification);
  CHECK(pair.client->failure().symbol() ==
        "CERTIFICATE_VERIFY_FAILED: unable to get local issuer certificate");
  const auto sent = pair.client->take_alerts();
  REQUIRE(sent.size() == 1);
  CHECK((sent[0].is_sent && sent[0].name == "unknown_ca"));
  const auto came = pair.server->take_alerts();
  REQUIRE(came.size() == 1);
  CHECK((!came[0].is_sent && came[0].name == "unknown_ca"));
}

TEST_CASE("before it is closed a session gives what nobody read, and sends nothing", "[tls]") {
  Pair pair;
  REQUIRE(pair.shake_hands());
  CHECK(pair.server->write("unread").count == 6);
  const std::uint64_t sent = pair.client->wire.sent;
  std::array<char, 64> bytes;
  std::span<char> space(bytes);
  CHECK(pair.client->drain(space) == 6);
  CHECK(std::string_view(space.data(), space.size()) == "unread");
  CHECK(pair.client->wire.sent == sent);
}

TEST_CASE("tickets alone are not unread", "[tls]") {
  Pair pair;
  REQUIRE(pair.shake_hands());
  std::array<char, 64> bytes;
  std::span<char> space(bytes);
  CHECK(pair.client->drain(space) == 0);
  CHECK(space.empty());
  CHECK(::recv(pair.client_end.get(), bytes.data(), bytes.size(), MSG_PEEK | MSG_DONTWAIT) == -1);
}

TEST_CASE("a server stops at the name that it is asked for", "[tls]") {
  Pair pair;
  tls::Failure failure;
  pair.server_context->has_sni_callback = true;
  pair.server = tls::Session::make(pair.server_context, pair.server_end.get(), {true, ""}, failure);
  CHECK(pair.client->handshake().status == Status::wants_read);
  CHECK(pair.server->handshake().status == Status::wants_choice);
  CHECK(pair.server->asked_name() == "localhost");
  SECTION("and goes on") {
    pair.server->choose();
    CHECK(pair.shake_hands());
  }
  SECTION("or refuses") {
    pair.server->refuse(112);
    CHECK(pair.server->handshake().status == Status::failed);
    CHECK(pair.client->handshake().status == Status::failed);
    CHECK(pair.client->failure().reason == "TLSV1_UNRECOGNIZED_NAME");
  }
}

TEST_CASE("a context of the other side makes no session", "[tls]") {
  Pair pair;
  tls::Failure failure;
  CHECK(tls::Session::make(pair.client_context, pair.client_end.get(), {true, ""}, failure) == nullptr);
  CHECK(failure.message == "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context");
}

TEST_CASE("a context begins as CPython's", "[tls]") {
  tls::Failure failure;
  const auto context = tls::Context::make(tls::Protocol::client, failure);
  CHECK(context->options() == 0x82520050);
  CHECK(context->verify_mode() == 2);
  CHECK(context->minimum_version() == 0x303);
  CHECK(context->maximum_version() == -1);
  CHECK(context->ciphers().size() == 17);
  context->set_options(0);
  CHECK(context->options() == 0);
}
