// What one file says about patient, study, series and what it refers to, and
// how its UIDs came out: for the checks between files.
#include <algorithm>

#include "kernels/core/text.h"
#include "kernels/identity/patient_key.h"
#include "pipeline/verify/object.h"
#include "pipeline/verify/reading/values.h"

namespace dcmscrub {
namespace {

constexpr Tag kReferencedInstance{0x0008, 0x1155};
constexpr Tag kFrameOfReference{0x0020, 0x0052};

std::uint64_t HashOf(std::string_view text) {
  return text.empty() ? 0 : TextHash(text);
}

// Dummies tell nothing.
const GdcmElement* TellingElement(const GdcmObject& object, Tag tag) {
  const GdcmElement* const element = object.Find(tag);
  return element == nullptr || IsVerifyDummy(*element) ? nullptr : element;
}

// Without padding.
std::uint64_t ValueHashOf(const GdcmObject& object, Tag tag) {
  const GdcmElement* const element = TellingElement(object, tag);
  return element == nullptr ? 0 : HashOf(TrimPadding(element->value));
}

std::uint64_t KeyHash(const PatientText& text, TextCodec& codec) {
  const PatientKey key = PatientKey::Of(text, codec);
  if (key.empty()) return 0;
  const std::uint64_t who = TextHash(key.who);
  return key.issuer.empty() ? who : who * 31 + TextHash(key.issuer);
}

}  // namespace

FileIdentity IdentityOf(const GdcmObject& object, TextCodec& codec) {
  FileIdentity identity;
  identity.instance = ValueHashOf(object, tags::kSopInstanceUid);
  identity.series = ValueHashOf(object, tags::kSeriesInstanceUid);
  identity.study = ValueHashOf(object, tags::kStudyInstanceUid);
  const GdcmElement* const name = TellingElement(object, tags::kPatientName);
  const GdcmElement* const id = TellingElement(object, tags::kPatientId);
  if (name != nullptr) {
    identity.patient_name = KeyHash(
        {.name = name->value, .character_set = name->character_set}, codec);
  }
  if (id != nullptr) {
    identity.patient_id =
        KeyHash({.id = id->value,
                 .issuer = object.Text(tags::kIssuerOfPatientId),
                 .character_set = id->character_set},
                codec);
  }
  return identity;
}

namespace {

void NoteUid(const VerifyObject& file, const GdcmElement& element) {
  const GdcmElement* const original = file.Original(element);
  const std::string_view uid = TrimPadding(element.value);
  const std::string_view before =
      original == nullptr ? std::string_view() : TrimPadding(original->value);
  if (element.tag == kReferencedInstance && !uid.empty()) {
    file.facts.references.push_back(TextHash(uid));
    file.facts.source_references.push_back(HashOf(before));
  }
  // What keeps its UIDs may have the same ones by chance.
  const VerifyProfile::Row* const row = file.profile.Find(element.tag);
  if (row == nullptr || row->code == ActionCode::kK) return;
  if (uid.empty() || before.empty() || IsSettledUid(uid) ||
      IsSettledUid(before)) {
    return;
  }
  auto& pairs = element.tag == kFrameOfReference
                    ? file.facts.frames_of_reference
                    : file.facts.uids;
  pairs.emplace_back(TextHash(before), TextHash(uid));
}

template <typename T>
void DropRepeats(std::vector<T>& values) {
  std::ranges::sort(values);
  const auto repeats = std::ranges::unique(values);
  values.erase(repeats.begin(), repeats.end());
}

}  // namespace

void GatherFacts(const VerifyObject& file) {
  file.facts.identity = IdentityOf(file.object, file.codec);
  file.facts.policy = HashOf(file.claims.policy);
  file.facts.labelled_patient =
      file.labels != nullptr &&
      file.labels->IsTyped(file.object.Text(tags::kPatientId));
  if (file.source != nullptr) {
    file.facts.source = IdentityOf(file.source->object(), file.codec);
  }
  for (const GdcmElement& element : file.object.elements()) {
    if (element.vr == Vr::kUI && !element.tag.is_private()) {
      NoteUid(file, element);
    }
  }
  DropRepeats(file.facts.uids);
  DropRepeats(file.facts.frames_of_reference);
  DropRepeats(file.facts.date_offsets);
}

}  // namespace dcmscrub
