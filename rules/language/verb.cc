#include "rules/language/verb.h"

#include "rules/language/value.h"
#include "rules/language/value_check.h"

namespace dcmscrub {
namespace {

// Free text, as opposed to what has a form of its own.
bool IsProse(Vr vr) {
  return Traits(vr).character_set || vr == Vr::kCS || vr == Vr::kAE ||
         vr == Vr::kUR;
}

}  // namespace

std::string_view WhyNotFor(Statement::Verb verb, Vr vr) {
  switch (Traits(verb).fits) {
    case VerbFits::kAll:
      break;
    case VerbFits::kDates:
      return IsTemporal(vr) ? "" : "is for dates and times (DA, DT, TM)";
    case VerbFits::kAges:
      return vr == Vr::kAS ? "" : "is for ages (AS)";
    case VerbFits::kUids:
      return vr == Vr::kUI || vr == Vr::kSQ ? "" : "is for UIDs (UI)";
    case VerbFits::kProse:
      return vr == Vr::kSQ || IsProse(vr) ? "" : "is for free text";
    case VerbFits::kText:
      return TakesText(vr) ? "" : "is for text and numbers";
  }
  return "";
}

Left LeftBy(const Statement& statement) {
  const Left left = Traits(statement.verb).left;
  if (left != Left::kByValue) return left;
  return statement.value && ShowsThis(*statement.value) ? Left::kOriginal
                                                        : Left::kNothing;
}

bool SaysNothing(const Statement& statement) {
  return statement.verb == Statement::Verb::kLabel && statement.value &&
         statement.value->text.find_first_not_of(" \t\r\n\f") ==
             std::string::npos;
}

bool AcceptsStatement(Tag tag, Statement::Verb verb) {
  if (tag == tags::kSopInstanceUid) {
    return verb == Statement::Verb::kKeep || verb == Statement::Verb::kUid;
  }
  return tag.group() != 0x0000 && tag.group() != 0x0002 &&
         tag != tags::kSopClassUid && tag != tags::kPatientIdentityRemoved &&
         tag != tags::kDeidentificationMethod &&
         tag != tags::kDeidentificationMethodCodeSequence &&
         tag != tags::kLongitudinalTemporalInformationModified;
}

}  // namespace dcmscrub
