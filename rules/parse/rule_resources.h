// What statements name beside attributes: tables and regular expressions, each
// read or compiled once.
#pragma once

#include <re2/re2.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/language/rule_file.h"
#include "rules/parse/lookup_table.h"
#include "rules/parse/parser.h"

namespace dcmscrub {

// Immutable once a program is made: any number of threads may share one.
class RuleResources {
 public:
  // Mistakes are added to `diagnostics`; both arguments must outlive the calls
  // that follow, not the object.
  RuleResources(const ReadText& read, std::vector<Diagnostic>& diagnostics)
      : read_(&read), diagnostics_(&diagnostics) {}

  // nullptr where it cannot be had, and the mistakes of it reported at `span`.
  // A table that can be had may be warned of.
  const LookupTable* Table(const std::string& path, const TableColumn& column,
                           const SourceSpan& span);
  const LookupTable* TableOf(const Value& lookup);
  const RE2* Pattern(const std::string& pattern, const SourceSpan& span);

  void Refuse(const SourceSpan& span, std::string message);
  void Warn(const SourceSpan& span, std::string message);
  bool any_refused() const { return any_refused_; }

 private:
  std::unique_ptr<const LookupTable> Read(const std::string& path,
                                          const TableColumn& column,
                                          const SourceSpan& span);
  void LookThrough(const LookupTable& table, const std::string& path,
                   const TableColumn& column, const SourceSpan& span);

  const ReadText* read_;
  std::vector<Diagnostic>* diagnostics_;
  bool any_refused_ = false;
  // nullptr: was refused.
  std::map<std::pair<std::string, TableColumn>,
           std::unique_ptr<const LookupTable>>
      tables_;
  std::map<std::string, std::unique_ptr<const RE2>> patterns_;
};

}  // namespace dcmscrub
