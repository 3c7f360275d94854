#include "pipeline/teaching/dicomdir/directory_record.h"

#include <string>

#include "kernels/clean/value_ops.h"
#include "kernels/text/text_codec.h"
#include "pipeline/teaching/dicomdir/object_kind.h"

namespace dcmscrub {
namespace {

using enum DirectoryKey::Need;

// Of a report that is verified: when it was, which its observers say.
constexpr Tag kVerificationDateTime{0x0040, 0xA030};
constexpr Tag kVerifyingObservers{0x0040, 0xA073};
constexpr Tag kVerificationFlag{0x0040, 0xA493};

constexpr DirectoryKey kContentDate{Tag(0x0008, 0x0023), Vr::kDA, kDummy};
constexpr DirectoryKey kContentTime{Tag(0x0008, 0x0033), Vr::kTM, kDummy};
constexpr DirectoryKey kInstanceNumber{Tag(0x0020, 0x0013), Vr::kIS, kNumber};
constexpr DirectoryKey kContentLabel{Tag(0x0070, 0x0080), Vr::kCS, kDummy};
constexpr DirectoryKey kContentDescription{Tag(0x0070, 0x0081), Vr::kLO,
                                           kEmpty};
constexpr DirectoryKey kCreationDate{Tag(0x0070, 0x0082), Vr::kDA, kDummy};
constexpr DirectoryKey kCreationTime{Tag(0x0070, 0x0083), Vr::kTM, kDummy};
constexpr DirectoryKey kCreatorName{Tag(0x0070, 0x0084), Vr::kPN, kEmpty};
constexpr DirectoryKey kConceptName{Tag(0x0040, 0xA043), Vr::kSQ, kEmpty};

constexpr DirectoryKey kPatientKeys[] = {
    {Tag(0x0010, 0x0010), Vr::kPN, kEmpty},
    {Tag(0x0010, 0x0020), Vr::kLO, kDummy},
};
constexpr DirectoryKey kStudyKeys[] = {
    {Tag(0x0008, 0x0020), Vr::kDA, kDummy},
    {Tag(0x0008, 0x0030), Vr::kTM, kDummy},
    {Tag(0x0008, 0x0050), Vr::kSH, kEmpty},
    {Tag(0x0008, 0x1030), Vr::kLO, kEmpty},
    {Tag(0x0020, 0x000D), Vr::kUI, kDummy},
    {Tag(0x0020, 0x0010), Vr::kSH, kNumber},
};
constexpr DirectoryKey kSeriesKeys[] = {
    {Tag(0x0008, 0x0060), Vr::kCS, kDummy},
    {Tag(0x0008, 0x103E), Vr::kLO, kIfThere},
    {Tag(0x0020, 0x000E), Vr::kUI, kDummy},
    {Tag(0x0020, 0x0011), Vr::kIS, kNumber},
};
constexpr DirectoryKey kNumberOnly[] = {kInstanceNumber};
constexpr DirectoryKey kDoseKeys[] = {
    kInstanceNumber,
    {Tag(0x3004, 0x000A), Vr::kCS, kDummy},
};
constexpr DirectoryKey kStructureSetKeys[] = {
    kInstanceNumber,
    {Tag(0x3006, 0x0002), Vr::kSH, kDummy},
    {Tag(0x3006, 0x0008), Vr::kDA, kEmpty},
    {Tag(0x3006, 0x0009), Vr::kTM, kEmpty},
};
constexpr DirectoryKey kPlanKeys[] = {
    kInstanceNumber,
    {Tag(0x300A, 0x0002), Vr::kSH, kDummy},
    {Tag(0x300A, 0x0006), Vr::kDA, kEmpty},
    {Tag(0x300A, 0x0007), Vr::kTM, kEmpty},
};
constexpr DirectoryKey kTreatmentKeys[] = {
    kInstanceNumber,
    {Tag(0x3008, 0x0250), Vr::kDA, kEmpty},
    {Tag(0x3008, 0x0251), Vr::kTM, kEmpty},
};
constexpr DirectoryKey kPresentationKeys[] = {
    {Tag(0x0008, 0x1115), Vr::kSQ, kIfThere},
    kInstanceNumber,
    kContentLabel,
    kContentDescription,
    kCreationDate,
    kCreationTime,
    kCreatorName,
};
constexpr DirectoryKey kContentKeys[] = {kContentDate, kContentTime,
                                         kInstanceNumber};
constexpr DirectoryKey kReportKeys[] = {
    kContentDate,
    kContentTime,
    kInstanceNumber,
    {kVerificationDateTime, Vr::kDT, kDummy},
    kConceptName,
    {Tag(0x0040, 0xA491), Vr::kCS, kDummy},
    {kVerificationFlag, Vr::kCS, kDummy},
};
constexpr DirectoryKey kKeyObjectKeys[] = {kContentDate, kContentTime,
                                           kInstanceNumber, kConceptName};
constexpr DirectoryKey kLabelledKeys[] = {
    kContentDate,  kContentTime,        kInstanceNumber,
    kContentLabel, kContentDescription, kCreatorName,
};
constexpr DirectoryKey kDocumentKeys[] = {
    {Tag(0x0008, 0x0023), Vr::kDA, kEmpty},
    {Tag(0x0008, 0x0033), Vr::kTM, kEmpty},
    kInstanceNumber,
    kConceptName,
    {Tag(0x0042, 0x0010), Vr::kST, kEmpty},
    {Tag(0x0042, 0x0012), Vr::kLO, kDummy},
};

constexpr RecordKind kPatient{"PATIENT", kPatientKeys};
constexpr RecordKind kStudy{"STUDY", kStudyKeys};
constexpr RecordKind kSeries{"SERIES", kSeriesKeys};
constexpr RecordKind kImage{"IMAGE", kNumberOnly};
constexpr RecordKind kWaveform{"WAVEFORM", kContentKeys};

// Of what hangs below 1.2.840.10008.5.1.4.1.1.; the first that fits. A class
// that ends in a dot stands for all that begin so.
struct ClassRecord {
  std::string_view sop_class;
  RecordKind kind;
};
constexpr ClassRecord kByClass[] = {
    {"11.", {"PRESENTATION", kPresentationKeys}},
    {"66", {"RAW DATA", kContentKeys}},
    {"66.1", {"REGISTRATION", kLabelledKeys}},
    {"66.2", {"FIDUCIAL", kLabelledKeys}},
    {"66.3", {"REGISTRATION", kLabelledKeys}},
    {"66.5", {"SURFACE", kLabelledKeys}},
    {"67", {"VALUE MAP", kLabelledKeys}},
    {"88.59", {"KEY OBJECT DOC", kKeyObjectKeys}},
    {"88.", {"SR DOCUMENT", kReportKeys}},
    {"104.", {"ENCAP DOC", kDocumentKeys}},
    {"481.2", {"RT DOSE", kDoseKeys}},
    {"481.3", {"RT STRUCTURE SET", kStructureSetKeys}},
    {"481.4", {"RT TREAT RECORD", kTreatmentKeys}},
    {"481.5", {"RT PLAN", kPlanKeys}},
    {"481.6", {"RT TREAT RECORD", kTreatmentKeys}},
    {"481.7", {"RT TREAT RECORD", kTreatmentKeys}},
    {"481.8", {"RT PLAN", kPlanKeys}},
    {"481.9", {"RT TREAT RECORD", kTreatmentKeys}},
};

class KeyWriter {
 public:
  KeyWriter(const ObjectView& object, Arena& to) : object_(object), to_(to) {}

  void Write(const DirectoryKey& key, std::uint64_t number) {
    std::uint32_t at = object_.Find(key.tag);
    if (key.tag == kVerificationDateTime) {
      if (TextAt(object_.Find(kVerificationFlag)) != "VERIFIED") return;
      at = FindVerification();
    }
    if (key.vr == Vr::kSQ) {
      if (at != kNoElement) {
        WriteSequence(at);
      } else if (key.need != kIfThere) {
        AppendElement(to_, key.tag, key.vr, "", kExplicitLittle);
      }
      return;
    }
    std::string text = TextAt(at);
    if (text.empty() && key.need == kIfThere) return;
    if (text.empty() && key.need == kNumber) text = std::to_string(number);
    if (text.empty() && key.need == kDummy) {
      Arena dummy;
      AppendDummyValue(dummy, key.vr, 1);
      text = AsText(dummy);
    }
    Text(key.tag, key.vr, text);
  }

  bool all_ascii() const { return all_ascii_; }

 private:
  std::string TextAt(std::uint32_t i) const {
    std::string text;
    if (i != kNoElement) object_.AppendText(i, text);
    return text;
  }

  // In the item of the first observer.
  std::uint32_t FindVerification() const {
    const std::uint32_t observers = object_.Find(kVerifyingObservers);
    if (observers == kNoElement) return kNoElement;
    const std::uint32_t item = object_.Item(observers, 0);
    return item == kNoElement ? kNoElement
                              : object_.FindIn(item, kVerificationDateTime);
  }

  void Text(Tag tag, Vr vr, const std::string& text) {
    all_ascii_ = all_ascii_ && IsPlainAscii(text);
    AppendElement(to_, tag, vr, text, kExplicitLittle);
  }

  // Of what is in it, text and sequences: codes and references have no more.
  void WriteSequence(std::uint32_t sequence) {
    const auto elements = object_.elements();
    const std::size_t begin = to_.size();
    for (std::uint32_t item = sequence + 1; item < elements[sequence].next;
         item = elements[item].next) {
      const std::size_t item_begin = to_.size();
      for (std::uint32_t i = item + 1; i < elements[item].next;
           i = elements[i].next) {
        WriteNested(i);
      }
      PutHeaderBefore(to_, item_begin, tags::kItem, Vr::kNone, kExplicitLittle);
    }
    PutHeaderBefore(to_, begin, elements[sequence].tag, Vr::kSQ,
                    kExplicitLittle);
  }

  void WriteNested(std::uint32_t i) {
    const Element& element = object_.elements()[i];
    if (element.vr == Vr::kSQ && element.has(Element::kContainer)) {
      return WriteSequence(i);
    }
    std::string text;
    if (Traits(element.vr).text && element.tag != tags::kSpecificCharacterSet &&
        object_.AppendText(i, text)) {
      Text(element.tag, element.vr, text);
    }
  }

  const ObjectView& object_;
  Arena& to_;
  bool all_ascii_ = true;
};

}  // namespace

const RecordKind& PatientRecord() { return kPatient; }
const RecordKind& StudyRecord() { return kStudy; }
const RecordKind& SeriesRecord() { return kSeries; }

const RecordKind* ObjectRecord(std::string_view sop_class,
                               std::string_view modality) {
  constexpr std::string_view kStorage = "1.2.840.10008.5.1.4.1.1.";
  if (sop_class.starts_with(kStorage)) {
    const std::string_view rest = sop_class.substr(kStorage.size());
    for (const ClassRecord& record : kByClass) {
      const bool all = record.sop_class.ends_with('.');
      if (all ? rest.starts_with(record.sop_class) : rest == record.sop_class) {
        return &record.kind;
      }
    }
  }
  switch (KindOfObject(sop_class, modality)) {
    case ObjectKind::kImage:
      return &kImage;
    case ObjectKind::kWaveform:
      return &kWaveform;
    case ObjectKind::kOther:
      break;
  }
  return nullptr;
}

void AppendKeys(const RecordKind& kind, const ObjectView& object,
                std::uint64_t number, Arena& to) {
  Arena keys;
  KeyWriter writer(object, keys);
  for (const DirectoryKey& key : kind.keys) writer.Write(key, number);
  if (!writer.all_ascii()) {
    AppendElement(to, tags::kSpecificCharacterSet, Vr::kCS, "ISO_IR 192",
                  kExplicitLittle);
  }
  AppendBytes(to, keys);
}

}  // namespace dcmscrub
