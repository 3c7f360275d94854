#include "rules/parse/statement_check.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <optional>

#include "rules/language/keywords.h"
#include "rules/language/legal_value.h"
#include "rules/language/selector.h"
#include "rules/language/text_functions.h"
#include "rules/language/value_check.h"
#include "rules/language/verb.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

using Verb = Statement::Verb;

// Whether PS3.6 leaves open what kind of number it is. OB or OW: bytes anyway.
bool IsOpen(const DictionaryRow& row) {
  return row.ambiguous && row.vr != Vr::kOW;
}

std::string WhyReserved(Tag tag) {
  if (tag == tags::kSopInstanceUid) {
    return "SOPInstanceUID takes 'keep' and 'uid' alone";
  }
  if (tag == tags::kSopClassUid) {
    return "no rule for SOPClassUID: it always stays";
  }
  return absl::StrFormat("no rule for %s: the program itself writes it",
                         TagName(tag));
}

class StatementChecker {
 public:
  StatementChecker(const Statement& statement, ParseContext& context)
      : statement_(statement), context_(context) {}

  void Run() {
    if (Traits(statement_.verb).adds()) CheckAdded();
    for (const Selector& selector : statement_.selectors)
      CheckSelector(selector);
    if (statement_.where) CheckCondition(*statement_.where);
  }

 private:
  void Error(SourceSpan span, std::string message,
             std::string suggestion = {}) {
    context_.Report(Diagnostic::Severity::kError, span, std::move(message),
                    std::move(suggestion));
  }
  void Warning(SourceSpan span, std::string message) {
    context_.Report(Diagnostic::Severity::kWarning, span, std::move(message));
  }

  // What is added where it is missing.
  void CheckAdded() {
    const std::string_view verb = VerbName(statement_.verb);
    if (statement_.selectors.size() > 1) {
      Error(
          statement_.selectors[1].span,
          absl::StrFormat("'%s' is for one attribute; a line for each", verb));
      return;
    }
    for (const Selector& selector : statement_.selectors) {
      if (!selector.steps.empty()) {
        Error(selector.span,
              absl::StrFormat("'%s' is for the top level; no path", verb));
      } else if (RowOf(selector.attribute) == nullptr ||
                 selector.attribute.mask != 0xFFFFFFFF) {
        Error(selector.span,
              absl::StrFormat("'%s' is for one attribute of PS3.6", verb));
      }
    }
  }

  void CheckSelector(const Selector& selector) {
    const DictionaryRow* row = RowOf(selector.attribute);
    if (row == nullptr) {
      CheckVrs(selector);
      return;
    }
    if (!AcceptsStatement(row->tag, statement_.verb)) {
      Error(selector.span, WhyReserved(row->tag));
      return;
    }
    const std::string_view why = WhyNotFor(statement_.verb, row->vr);
    if (!why.empty() && !IsOpen(*row)) {
      Error(selector.span,
            absl::StrFormat("'%s' %s; %s is %s", VerbName(statement_.verb), why,
                            TagName(row->tag), VrName(row->vr)));
      return;
    }
    if (statement_.verb == Verb::kLabel) {
      CheckLabel(*row);
    } else if (!IsOpen(*row)) {
      CheckConstant(row->vr, TagName(row->tag));
    }
  }

  // What a user says stands in one attribute, as one value. Its text is a
  // secret, so that messages name the parameter that it came from.
  void CheckLabel(const DictionaryRow& row) {
    if (!statement_.value || SaysNothing(statement_) || IsOpen(row)) return;
    const Value& value = *statement_.value;
    const auto refuse = [&](std::string_view why) {
      const std::string_view from = value.parameter;
      context_.Report(
          Diagnostic::Severity::kError, value.span,
          absl::StrFormat("%s: %s", from.empty() ? "the label" : from, why));
      context_.diagnostics.back().parameter = from;
    };
    const std::string name = absl::StrFormat(
        "%s (%04X,%04X)", SpacedKeyword(StandardText(row.keyword)),
        row.tag.group(), row.tag.element());
    const std::size_t size = CountCharacters(value.text);
    const std::uint32_t most = Traits(row.vr).max_length;
    if (row.values > 1) {
      refuse(absl::StrFormat("one text; %s has %d values", name, row.values));
    } else if (HasValues(row.vr) &&
               value.text.find('\\') != std::string::npos) {
      refuse(absl::StrFormat("a backslash would split it in %s", name));
    } else if (IsLimitedText(row.vr) && size > most) {
      refuse(absl::StrFormat("%d characters; %s holds %d (%s)", size, name,
                             most, VrName(row.vr)));
    } else if (const std::string why = WhyNoValue(row.vr, value.text);
               !why.empty()) {
      refuse(absl::StrFormat("no value for %s: %s", name, why));
    }
  }

  void CheckVrs(const Selector& selector) {
    for (const Vr vr : selector.vrs) {
      const std::string_view why = WhyNotFor(statement_.verb, vr);
      if (!why.empty()) {
        Error(selector.span,
              absl::StrFormat("'%s' %s, not for %s", VerbName(statement_.verb),
                              why, VrName(vr)));
      } else {
        CheckConstant(vr, VrName(vr));
      }
    }
  }

  // A value that is the same for every object can be looked at now.
  void CheckConstant(Vr vr, std::string_view name) {
    if (!statement_.value) return;
    const Value& value = *statement_.value;
    if (value.kind == Value::Kind::kText) {
      CheckText(vr, name, value.span, value.text);
    }
    if (value.kind == Value::Kind::kAge) {
      CheckText(vr, name, value.span, "045Y");
    }
    if (value.kind == Value::Kind::kLookup &&
        value.miss == Value::Miss::kText) {
      CheckText(vr, name, value.span, value.rewrite);
    }
  }

  void CheckText(Vr vr, std::string_view name, SourceSpan span,
                 std::string_view text) {
    const std::string why = WhyNoValue(vr, text);
    if (why.empty()) return;
    Error(span, absl::StrFormat("no value for %s: %s", name, why));
  }

  void CheckCondition(const Condition& condition) {
    for (const Condition& part : condition.parts) CheckCondition(part);
    if (!condition.parts.empty()) return;
    const DictionaryRow* row = RowOf(condition.attribute.attribute);
    if (row == nullptr || IsOpen(*row)) return;
    using Kind = Condition::Kind;
    if (condition.kind == Kind::kPresent || condition.kind == Kind::kEmpty ||
        condition.kind == Kind::kPrivate) {
      return;
    }
    if (!TakesText(row->vr) && row->vr != Vr::kAT) {
      Error(condition.span,
            absl::StrFormat("%s (%s) has no text; ask whether it is present or "
                            "empty",
                            TagName(row->tag), VrName(row->vr)));
      return;
    }
    if (condition.kind >= Kind::kLess &&
        condition.kind <= Kind::kGreaterEqual) {
      CheckNumeric(condition, *row);
    } else if (condition.kind == Kind::kBefore ||
               condition.kind == Kind::kAfter) {
      if (row->vr != Vr::kDA && row->vr != Vr::kDT) {
        Error(condition.span,
              absl::StrFormat("%s (%s) is no date", TagName(row->tag),
                              VrName(row->vr)));
      }
    } else if (condition.kind == Kind::kEqual ||
               condition.kind == Kind::kNotEqual) {
      CheckEqual(condition, *row);
    }
  }

  void CheckNumeric(const Condition& condition, const DictionaryRow& row) {
    if (IsTemporal(row.vr)) {
      Error(condition.span,
            absl::StrFormat("%s (%s) is no number; dates are compared by "
                            "'before' and 'after'",
                            TagName(row.tag), VrName(row.vr)));
      return;
    }
    const bool no_number = row.vr == Vr::kCS || row.vr == Vr::kPN ||
                           row.vr == Vr::kUI || row.vr == Vr::kUR ||
                           row.vr == Vr::kAE || row.vr == Vr::kAT;
    if (!no_number) return;
    Error(condition.span, absl::StrFormat("%s (%s) is no number",
                                          TagName(row.tag), VrName(row.vr)));
  }

  // A text that can never be a value makes a comparison idle.
  void CheckEqual(const Condition& condition, const DictionaryRow& row) {
    if (row.vr == Vr::kAT) return;
    std::string why = WhyNoValue(row.vr, condition.text);
    if (why.empty() && Traits(row.vr).multiple &&
        condition.text.find('\\') != std::string::npos) {
      why = "values are compared one by one";
    }
    if (why.empty()) return;
    Warning(condition.span, absl::StrFormat("%s never has this value: %s",
                                            TagName(row.tag), why));
  }

  const Statement& statement_;
  ParseContext& context_;
};

}  // namespace

void CheckStatement(const Statement& statement, ParseContext& context) {
  StatementChecker(statement, context).Run();
}

}  // namespace dcmscrub
