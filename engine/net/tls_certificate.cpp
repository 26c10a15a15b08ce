#include "engine/net/tls_certificate.hpp"

#include <arpa/inet.h>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>

namespace parley::tls {

namespace {

std::string text_of(const ASN1_STRING* string) {
  unsigned char* bytes = nullptr;
  const int size = ASN1_STRING_to_UTF8(&bytes, string);
  if (size < 0) return {};
  std::string text(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return text;
}

// An attribute's long name, or its number where it has none.
std::string name_of(const ASN1_OBJECT* object) {
  char text[256];
  const int size = OBJ_obj2txt(text, sizeof text, object, 0);
  return size > 0 ? std::string(text) : std::string();
}

DistinguishedName describe_name(const X509_NAME* name) {
  DistinguishedName parts;
  int set = -1;
  for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
    const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
    if (parts.empty() || X509_NAME_ENTRY_set(entry) != set) parts.emplace_back();
    set = X509_NAME_ENTRY_set(entry);
    parts.back().emplace_back(name_of(X509_NAME_ENTRY_get_object(entry)),
                              text_of(X509_NAME_ENTRY_get_data(entry)));
  }
  return parts;
}

std::string contents(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

std::string time_text(const ASN1_TIME* time) {
  BIO* bio = BIO_new(BIO_s_mem());
  if (bio == nullptr) return {};
  ASN1_TIME_print(bio, time);
  std::string text = contents(bio);
  BIO_free(bio);
  return text;
}

std::string serial_text(const ASN1_INTEGER* number) {
  BIO* bio = BIO_new(BIO_s_mem());
  if (bio == nullptr) return {};
  i2a_ASN1_INTEGER(bio, number);
  std::string text = contents(bio);
  BIO_free(bio);
  return text;
}

std::string address_text(const ASN1_OCTET_STRING* bytes) {
  char text[INET6_ADDRSTRLEN] = "<invalid>";
  const int size = ASN1_STRING_length(bytes);
  const unsigned char* data = ASN1_STRING_get0_data(bytes);
  if (size == 4) inet_ntop(AF_INET, data, text, sizeof text);
  if (size != 16) return text;
  // CPython writes all eight groups, each without leading zeros.
  std::string groups;
  for (int i = 0; i < size; i += 2) {
    char group[8];
    std::snprintf(group, sizeof group, i == 0 ? "%X" : ":%X",
                  static_cast<unsigned>(data[i] << 8 | data[i + 1]));
    groups += group;
  }
  return groups;
}

void add_alternative(const GENERAL_NAME* name, std::vector<std::pair<std::string, std::string>>& names) {
  switch (name->type) {
    case GEN_DNS:
      names.emplace_back("DNS", text_of(name->d.dNSName));
      break;
    case GEN_EMAIL:
      names.emplace_back("email", text_of(name->d.rfc822Name));
      break;
    case GEN_URI:
      names.emplace_back("URI", text_of(name->d.uniformResourceIdentifier));
      break;
    case GEN_IPADD:
      names.emplace_back("IP Address", address_text(name->d.iPAddress));
      break;
    case GEN_RID:
      names.emplace_back("Registered ID", name_of(name->d.registeredID));
      break;
    default:
      break;
  }
}

void add_alternatives(X509* certificate, Certificate& made) {
  auto* names =
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i)
    add_alternative(sk_GENERAL_NAME_value(names, i), made.subject_alt_name);
  GENERAL_NAMES_free(names);
}

void add_access(X509* certificate, Certificate& made) {
  auto* list =
      static_cast<AUTHORITY_INFO_ACCESS*>(X509_get_ext_d2i(certificate, NID_info_access, nullptr, nullptr));
  for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(list); ++i) {
    const ACCESS_DESCRIPTION* access = sk_ACCESS_DESCRIPTION_value(list, i);
    if (access->location->type != GEN_URI) continue;
    const std::string place = text_of(access->location->d.uniformResourceIdentifier);
    if (OBJ_obj2nid(access->method) == NID_ad_OCSP) made.ocsp.push_back(place);
    if (OBJ_obj2nid(access->method) == NID_ad_ca_issuers) made.ca_issuers.push_back(place);
  }
  AUTHORITY_INFO_ACCESS_free(list);
}

void add_crl_places(X509* certificate, Certificate& made) {
  auto* points = static_cast<CRL_DIST_POINTS*>(
      X509_get_ext_d2i(certificate, NID_crl_distribution_points, nullptr, nullptr));
  for (int i = 0; i < sk_DIST_POINT_num(points); ++i) {
    const DIST_POINT* point = sk_DIST_POINT_value(points, i);
    if (point->distpoint == nullptr || point->distpoint->type != 0) continue;
    const GENERAL_NAMES* names = point->distpoint->name.fullname;
    for (int j = 0; j < sk_GENERAL_NAME_num(names); ++j) {
      const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, j);
      if (name->type == GEN_URI)
        made.crl_distribution_points.push_back(text_of(name->d.uniformResourceIdentifier));
    }
  }
  CRL_DIST_POINTS_free(points);
}

}  // namespace

std::string_view Certificate::subject_field(std::string_view name) const {
  for (const auto& part : subject) {
    for (const auto& [field, value] : part) {
      if (field == name) return value;
    }
  }
  return {};
}

Certificate describe(x509_st* certificate) {
  Certificate made;
  made.subject = describe_name(X509_get_subject_name(certificate));
  made.issuer = describe_name(X509_get_issuer_name(certificate));
  made.version = X509_get_version(certificate) + 1;
  made.serial_number = serial_text(X509_get0_serialNumber(certificate));
  made.not_before = time_text(X509_get0_notBefore(certificate));
  made.not_after = time_text(X509_get0_notAfter(certificate));
  add_alternatives(certificate, made);
  add_access(certificate, made);
  add_crl_places(certificate, made);
  ERR_clear_error();
  return made;
}

bool describe(std::string_view der, Certificate& certificate) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  X509* raw = d2i_X509(nullptr, &bytes, static_cast<long>(der.size()));
  if (raw == nullptr) {
    ERR_clear_error();
    return false;
  }
  certificate = describe(raw);
  X509_free(raw);
  return true;
}

}  // namespace parley::tls
