// Rules that never decide, because lines before them do; see check.h.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "rules/language/rule_file.h"
#include "rules/parse/diagnostic.h"
#include "rules/standard/standard.h"

namespace dcmscrub {

// Shown the statements in their order; remembers who decides about what.
class ReachChecker {
 public:
  ReachChecker(const RuleFile& file, std::vector<Diagnostic>& diagnostics);

  // Returns the selectors of the statement that never decide.
  std::vector<const Selector*> Add(std::uint32_t statement);

  // Whether a statement shown already decides, in every object, about an
  // attribute where the selector means it.
  bool Decides(const DictionaryRow& row, const Selector& selector) const;

 private:
  // A statement without condition decides about an attribute in certain
  // surroundings; "": in all.
  struct Decision {
    std::string path;
    std::uint32_t statement = 0;
  };
  using Decisions = std::vector<Decision>;

  static constexpr std::uint32_t kNobody = 0xFFFFFFFF;

  // False: it never decides.
  bool AddSelector(std::uint32_t statement, const Selector& selector);
  void AddObjectStatement(std::uint32_t statement);
  // Of the earlier statements that leave nothing of `selector` over, the last;
  // or kNobody.
  std::uint32_t DeciderOf(const Selector& selector, const std::string& path,
                          Statement::Verb verb, bool& reaches) const;
  std::uint32_t PrivateDeciderOf(const Selector& selector,
                                 const std::string& path) const;
  void Remember(std::uint32_t statement, const Selector& selector,
                const std::string& path);
  void WarnDecided(const Selector& selector, std::uint32_t decider);
  void Warn(SourceSpan span, std::string message);
  std::string Place(SourceSpan span, SourceSpan from) const;

  static std::uint32_t Find(const Decisions& decisions,
                            const std::string& path);

  const RuleFile& file_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<Decisions> rows_;  // by number in the dictionary
  Decisions unknown_;
  // Selectors of private attributes that were decided about.
  struct PrivateDecision {
    const Selector* selector = nullptr;
    std::string path;
    std::uint32_t statement = 0;
  };
  std::vector<PrivateDecision> private_;
  std::map<std::string, std::uint32_t> conditional_;  // by both their keys
};

}  // namespace dcmscrub
