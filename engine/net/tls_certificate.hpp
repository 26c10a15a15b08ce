// A certificate as ssl.getpeercert() shows it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct x509_st;

namespace parley::tls {

/// A distinguished name: its parts in order, each of one or more attributes.
using DistinguishedName = std::vector<std::vector<std::pair<std::string, std::string>>>;

struct Certificate {
  DistinguishedName subject;
  DistinguishedName issuer;
  long version = 0;
  std::string serial_number;  ///< In hexadecimal, upper case.
  std::string not_before;     ///< "Jan  5 09:34:43 2026 GMT"
  std::string not_after;
  std::vector<std::pair<std::string, std::string>> subject_alt_name;  ///< {"DNS", "localhost"}
  std::vector<std::string> ocsp;
  std::vector<std::string> ca_issuers;
  std::vector<std::string> crl_distribution_points;

  /// The value of the first attribute of that name in the subject; empty where there is none.
  std::string_view subject_field(std::string_view name) const;
};

Certificate describe(x509_st* certificate);
/// The same of a certificate in DER; false where it is none.
bool describe(std::string_view der, Certificate& certificate);

}  // namespace parley::tls
