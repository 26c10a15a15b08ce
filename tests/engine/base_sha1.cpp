#include "engine/base/base64.hpp"
#include "engine/base/sha1.hpp"
#include "tests/catch.hpp"

TEST_CASE("SHA-1 of the examples of FIPS 180 and RFC 6455") {
  CHECK(parley::sha1("abc") ==
        "\xa9\x99\x3e\x36\x47\x06\x81\x6a\xba\x3e\x25\x71\x78\x50\xc2\x6c\x9c\xd0\xd8\x9d");
  CHECK(parley::base64(parley::sha1("dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11")) ==
        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}
