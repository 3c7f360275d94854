#include "rules/compile/policy_fingerprint.h"

#include <absl/strings/str_format.h>
#include <openssl/sha.h>

#include "kernels/core/bytes.h"
#include "kernels/match/action.h"
#include "rules/compile/claims.h"
#include "rules/compile/residue_search.h"
#include "rules/language/keywords.h"

namespace dcmscrub {
namespace {

// Each part with its length, so that no two sequences of parts are the same
// text.
class Fingerprint {
 public:
  void Add(std::string_view part) {
    absl::StrAppendFormat(&text_, "%d:%s", part.size(), part);
  }

  std::string Finish() const {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(AsBytes(text_).data(), text_.size(), digest);
    std::string hex;
    for (int i = 0; i < 8; ++i) absl::StrAppendFormat(&hex, "%02x", digest[i]);
    return hex;
  }

 private:
  std::string text_;
};

}  // namespace

std::string FingerprintOf(const PolicyParts& parts, const RuleFile& file,
                          const std::vector<std::string>& texts,
                          const std::vector<std::string>& identifiers) {
  Fingerprint fingerprint;
  fingerprint.Add(MethodName(parts.profile));
  fingerprint.Add(parts.profile.Listing());
  for (const ContentRule& rule : parts.content) {
    fingerprint.Add(ActionName(rule.action));
  }
  for (const FileUse& use : file.safe_private) {
    if (use.built_in) fingerprint.Add("safe-private " + use.path);
  }
  for (const PrivateRule& rule : parts.private_table.slots()) {
    fingerprint.Add(ActionName(rule.action));
  }
  const RuleTable& table = parts.table;
  fingerprint.Add(ActionName(table.content.other_text));
  fingerprint.Add(table.privates.trusts_characteristics ? "trusts" : "");
  if (table.dates.moves) {
    fingerprint.Add(absl::StrFormat("%d..%d", table.dates.shift.least,
                                    table.dates.shift.most));
  }
  if (table.dates.by != DatesBy::kPatient) {
    fingerprint.Add(absl::StrFormat("dates by %d", table.dates.by));
    fingerprint.Add(std::string(table.dates.constant));
  }
  if (table.dates.day_zero) {
    fingerprint.Add(absl::StrFormat("day zero %d", *table.dates.day_zero));
  }
  fingerprint.Add(file.uid_root);
  for (const auto& [name, value] : file.params) {
    fingerprint.Add(name);
    fingerprint.Add(value);
  }
  for (const Statement& statement : file.statements) {
    fingerprint.Add(statement.source_line);
  }
  for (const std::string& part : ResidueParts(file)) fingerprint.Add(part);
  for (const Rule& rule : parts.rules) {
    if (!rule.may_hold_residue) continue;
    fingerprint.Add("residue allow " + RuleTagText(rule.tag));
  }
  for (const std::string& text : texts) fingerprint.Add(text);
  for (const std::string& text : identifiers) {
    fingerprint.Add("identifiers");
    fingerprint.Add(text);
  }
  return fingerprint.Finish();
}

}  // namespace dcmscrub
