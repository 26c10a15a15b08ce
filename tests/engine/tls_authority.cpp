// What the authority makes: keys, certificates and lists, as OpenSSL reads them back.
#include "engine/net/tls_authority.hpp"

#include "engine/net/tls_certificate.hpp"
#include "engine/net/tls_context.hpp"
#include "tests/catch.hpp"
#include "tests/engine/tls_pair.hpp"

namespace tls = parley::tls;

TEST_CASE("keys are made of each kind", "[tls]") {
  for (const char* kind : {"ec:P-256", "ec:P-384", "ec:P-521", "rsa:512", "ed25519"}) {
    std::string pem;
    tls::Failure failure;
    INFO(kind);
    REQUIRE(tls::make_key(kind, pem, failure));
    CHECK(pem.starts_with("-----BEGIN PRIVATE KEY-----"));
  }
}

TEST_CASE("a kind of key that there is not is refused", "[tls]") {
  for (const char* kind : {"", "ec:P-257", "rsa:1", "dsa"}) {
    std::string pem;
    tls::Failure failure;
    INFO(kind);
    CHECK_FALSE(tls::make_key(kind, pem, failure));
    CHECK(pem.empty());
  }
}

TEST_CASE("a certificate has what was planned", "[tls]") {
  const Issued authority = issue(authority_plan());
  const Issued made = issue(plan_of({"www.test", "192.0.2.1"}, 0x1234), &authority);
  tls::Certificate certificate;
  REQUIRE(tls::describe(der_of(made.certificate), certificate));
  CHECK(certificate.subject_field("commonName") == "www.test");
  CHECK(certificate.issuer == tls::DistinguishedName{{{"commonName", "the authority"}}});
  CHECK(certificate.serial_number == "1234");
  CHECK(certificate.version == 3);
  CHECK(certificate.not_before == "Sep  9 01:46:40 2001 GMT");
  using Names = std::vector<std::pair<std::string, std::string>>;
  CHECK(certificate.subject_alt_name == Names{{"DNS", "www.test"}, {"IP Address", "192.0.2.1"}});
}

TEST_CASE("what is no certificate is not described", "[tls]") {
  tls::Certificate certificate;
  CHECK_FALSE(tls::describe("hello", certificate));
  CHECK_FALSE(tls::describe("", certificate));
}

TEST_CASE("a certificate is not signed by what is no key", "[tls]") {
  Issued broken = issue(authority_plan());
  broken.key = "nothing";
  tls::CertificatePlan plan = plan_of({"x"}, 2);
  plan.key = issue(plan_of({"y"}, 3)).key;
  plan.issuer_certificate = broken.certificate;
  plan.issuer_key = broken.key;
  std::string pem;
  tls::Failure failure;
  CHECK_FALSE(tls::make_certificate(plan, pem, failure));
  CHECK_FALSE(failure.message.empty());
}

TEST_CASE("a context takes the lists of an authority", "[tls]") {
  const Issued authority = issue(authority_plan());
  tls::RevocationPlan plan{authority.certificate, authority.key, {7, 9}, 1'000'000'000, 4'000'000'000};
  std::string list;
  tls::Failure failure;
  REQUIRE(tls::make_revocation_list(plan, list, failure));
  CHECK(list.starts_with("-----BEGIN X509 CRL-----"));
}
