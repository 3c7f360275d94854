// One output, with its original where there is one, and what is known of both.
// The checks of single files take this.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/identity/identity.h"
#include "kernels/text/text_codec.h"
#include "pipeline/verify/facts.h"
#include "pipeline/verify/reading/claims.h"
#include "pipeline/verify/reading/findings.h"
#include "pipeline/verify/reading/gdcm_object.h"
#include "pipeline/verify/reading/labels.h"
#include "pipeline/verify/reading/patterns.h"
#include "pipeline/verify/reading/profile.h"
#include "pipeline/verify/reading/site_policy.h"
#include "pipeline/verify/reading/source.h"
#include "pipeline/verify/reading/types.h"

namespace dcmscrub {

struct VerifyObject {
  const GdcmObject& object;
  const VerifySource* source;  // null: not compared
  const VerifyClaims& claims;
  const VerifyProfile& profile;
  const Identity* identity;                  // null: no key
  const std::vector<std::uint64_t>& places;  // of the object's elements
  TextCodec& codec;
  FileFacts& facts;
  FileFindings& findings;
  // Elements with a finding, and sequences of nothing but dummies, with all in
  // them: nothing more is said of those.
  std::vector<bool>& reported;
  const VerifyLabels* labels;  // null: of no labelled case
  bool made = false;           // of the case, and not of an original
  const VerifySitePolicy* policy = nullptr;  // null: not known

  void Found(Check check, const GdcmElement& element) const;
  // The same of an element of the original, which is gone or another one.
  void FoundInOriginal(Check check, const GdcmElement& was) const;
  // Noted in the facts: right where an original of the patient is in it.
  void Suspect(Check check, const GdcmElement& was) const;
  std::size_t IndexOf(const GdcmElement& element) const {
    return static_cast<std::size_t>(&element - object.elements().data());
  }
  // What stood at the place of `element`; nullptr: nothing, or not known.
  const GdcmElement* Original(const GdcmElement& element) const {
    return source == nullptr ? nullptr : source->At(places[IndexOf(element)]);
  }
  // A value as UTF-8, without padding.
  std::string Utf8(const GdcmElement& element) const;
  // What is to be said of it as the site's rules are.
  std::optional<Check> JudgeOriginal(Check check, const GdcmElement& was) const;
  // Whether it is what a user said of the case: the attribute that a label was
  // written to, or in what was made besides any text that was typed.
  bool IsLabel(const GdcmElement& element) const;
};

// file.cc: preamble, file meta information, what is no element.
void CheckFile(const VerifyObject& file);
// attributes.cc: which elements may be there at all.
void CheckAttributes(const VerifyObject& file);
// pixels.cc: pixel data and what describes it, beside the original.
void CheckPixels(const VerifyObject& file);
// nullopt: neither has any.
std::optional<bool> HasSamePixels(const VerifyObject& file);
// another.cc: whether the original cannot be that of the object.
bool IsOfAnother(const VerifyObject& file);
// residue.cc: originals that are still there: `patterns`, of its own or
// of all of the case. `path` is below OUT.
void CheckResidue(const VerifyObject& file, const VerifyPatterns& patterns,
                  std::string_view path);
// residue.cc: the same for a file that is no object.
// The same for what a site searches for everywhere.
void CheckSought(const VerifyObject& file, const VerifyPatterns& sought,
                 std::string_view path);
void CheckResidue(std::string_view bytes, const VerifyPatterns& patterns,
                  const VerifyLabels& labels, FileFindings& findings);
// identity.cc: fills in what the checks of the set need.
void GatherFacts(const VerifyObject& file);
FileIdentity IdentityOf(const GdcmObject& object, TextCodec& codec);

// kept.cc: beside the original, values that stay and that must.
void CheckStays(const VerifyObject& file, const GdcmElement& element);
void CheckRetained(const VerifyObject& file);
// lost.cc: beside the original, what is not there any more. `iod` may be null.
void CheckLost(const VerifyObject& file, const Iod* iod);

// judge.cc: whether the value of a listed attribute is what its code
// allows.
void JudgeValue(const VerifyObject& file, const GdcmElement& element,
                const VerifyProfile::Row& row);
void JudgeContent(const VerifyObject& file, const GdcmElement& element,
                  ActionCode code);

}  // namespace dcmscrub
