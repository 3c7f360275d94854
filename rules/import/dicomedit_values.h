// What DicomEdit's paths and values are in the language of rules.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/import/dicomedit_script.h"
#include "rules/import/import_writer.h"

namespace dcmscrub {

// What a statement is done to.
struct DicomEditTarget {
  std::string selector;   // as rules have it, from the top level on
  std::string keyword;    // of one attribute of the top level; else empty
  std::string reference;  // that attribute as values read it; else empty
};

// Empty with a reason where no rule names it.
DicomEditTarget DicomEditTargetOf(const std::vector<DicomEditStep>& path,
                                  std::string& why);

// Attributes that statements have changed so far: rules read originals, and a
// script what it has made of them.
class DicomEditChanges {
 public:
  void Add(const std::vector<DicomEditStep>& path);
  void AddAll() { all_ = true; }
  bool MayHold(const std::vector<DicomEditStep>& path) const;

 private:
  bool all_ = false;
  // By the digits that are not open.
  std::map<std::uint32_t, std::set<std::uint32_t>> tags_;
};

class DicomEditValues {
 public:
  explicit DicomEditValues(ImportWriter& writer) : writer_(writer) {}

  DicomEditChanges& changes() { return changes_; }

  // An expression of ours. `own`: the attribute that it goes into, which is
  // `this` there. False with a reason.
  bool ValueOf(const DicomEditTerm& term, std::string_view own,
               std::string& value, std::string& why);
  // An attribute as conditions and values read it; empty with a reason.
  std::string ReferenceTo(const DicomEditTerm& term, std::string& why) const;
  // name := value. Where the value cannot be told, the name cannot either.
  void SetVariable(const std::string& name, const DicomEditTerm& value);

 private:
  bool CallOf(const DicomEditTerm& call, std::string_view own,
              std::string& value, std::string& why);
  bool FormatOf(const DicomEditTerm& call, std::string_view own,
                std::string& value, std::string& why);
  bool VariableOf(const std::string& name, std::string& value,
                  std::string& why);

  ImportWriter& writer_;
  DicomEditChanges changes_;
  std::map<std::string, std::string, std::less<>> variables_;  // → ours
};

}  // namespace dcmscrub
