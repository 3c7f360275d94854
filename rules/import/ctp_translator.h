// What one element of a CTP script comes to as rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/import/ctp_names.h"
#include "rules/import/ctp_script.h"
#include "rules/standard/standard.h"

namespace dcmscrub {

class CtpTranslator {
 public:
  CtpTranslator(const CtpElement& element, const CtpNames& names);

  // False, with a reason, where some of it has no equivalent.
  bool Run();

  const std::vector<std::string>& rules() const { return rules_; }
  const std::string& remark() const { return remark_; }
  const std::string& why() const { return why_; }

 private:
  // What a part of a script is done under.
  struct Where {
    std::string condition;
    bool at_top = false;
  };

  bool Fail(std::string_view why);
  void Remark(std::string_view text);
  void Add(std::string_view verb, const Where& where,
           std::string_view rest = {});
  bool TranslateText(std::string_view text, const Where& where);
  bool TranslateNodes(std::vector<CtpNode> nodes, const Where& where);
  bool TranslateCall(const CtpNode& call, const Where& where, bool& done);
  bool TranslateIf(const CtpNode& call, const Where& where);
  bool TranslateSelect(const CtpNode& call, const Where& where);
  bool TranslateAppend(const CtpNode& call, const Where& where);
  bool TranslateRequire(const CtpNode& call, const Where& where);
  bool TranslateModifyDate(const CtpNode& call, const Where& where);
  bool TranslateDefault(const CtpNode& call, const Where& where);
  bool TranslateObject(std::string_view verb, const Where& where);
  bool SetValue(const std::string& value, const Where& where);

  // Values: an expression of ours, or false.
  bool ValueOf(const std::vector<CtpNode>& nodes, std::string& value);
  bool ValueOf(const CtpNode& node, std::string& value);
  bool HashOf(const CtpNode& call, std::size_t element, std::size_t length,
              std::string& value);
  bool ContentsOf(const CtpNode& call, std::string& value);
  bool LookupOf(const CtpNode& call, std::string& value);
  bool TruncatedOf(const CtpNode& call, std::string& value);

  bool ConditionOf(const CtpNode& call, std::string& condition);
  bool Operand(const CtpNode& call, std::string& text) const;
  // An attribute, as a condition reads it: of the top level.
  bool Reference(std::string_view name, std::string& reference);
  // As a value reads it: the element's own is `this`, wherever it stands.
  bool Source(std::string_view name, std::string& reference);
  bool IsThis(std::string_view name);
  // Of a parameter, or the number itself; 0 when it is none.
  int Number(const CtpNode& call, std::size_t argument) const;

  const CtpElement& element_;
  const CtpNames& names_;
  std::string selector_;
  const DictionaryRow* row_ = nullptr;
  bool always_ = false;
  int depth_ = 0;  // of branches in branches
  std::vector<std::string> rules_;
  std::string remark_;
  std::string why_;
};

}  // namespace dcmscrub
