#include "pipeline/teaching/documents/case_documents.h"

#include <memory>
#include <string_view>
#include <utility>

#include "kernels/parse/prefix_writer.h"
#include "kernels/scrub/marks.h"
#include "pipeline/teaching/dicomdir/object_kind.h"
#include "pipeline/teaching/documents/document_seal.h"
#include "pipeline/teaching/documents/document_text.h"
#include "pipeline/teaching/documents/document_writer.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kTextClass = "1.2.840.10008.5.1.4.1.1.88.11";
constexpr std::string_view kManifestClass = "1.2.840.10008.5.1.4.1.1.88.59";

constexpr DocumentCode kTextTitle{"TCE006", "IHERADTF",
                                  "Additional Teaching File Information"};
constexpr DocumentCode kManifestTitle{"TCE001", "IHERADTF",
                                      "For Teaching File Export"};

// Behind all series that scanners make.
constexpr std::string_view kTextSeriesNumber = "9001";
constexpr std::string_view kManifestSeriesNumber = "9002";

// A UID that stands for `what` of this case.
std::string DeriveUid(const CaseFacts& facts, const Identity& identity,
                      std::string_view what) {
  std::vector<Bytes> contents = {AsBytes("dcmscrub teaching file"),
                                 AsBytes(what)};
  for (const CaseStudy& study : facts.studies) {
    contents.push_back(AsBytes(study.uid));
    for (const CaseSeries& series : study.series) {
      for (const CaseObject& object : series.objects) {
        contents.push_back(AsBytes(object.sop_instance));
      }
    }
  }
  return std::string(identity.DeriveUid(contents).view());
}

std::string_view Or(std::string_view text, std::string_view otherwise) {
  return text.empty() ? otherwise : text;
}

// One of the two, from the first element to the last.
class DocumentMaker {
 public:
  struct Kind {
    std::string_view sop_class, modality, series_number, series_description;
    DocumentCode title;
  };

  DocumentMaker(const Kind& kind, const CaseFacts& facts, const Policy& policy,
                const Identity& identity)
      : kind_(kind),
        facts_(facts),
        study_(facts.studies.front()),
        policy_(policy.Compile(kind.sop_class)),
        identity_(identity) {
    made_.sop_class = kind.sop_class;
    made_.sop_instance = DeriveUid(facts, identity, kind.title.value);
    made_.series = DeriveUid(facts, identity,
                             std::string(kind.title.value).append(" series"));
    AppendPrefix(to_.bytes(), made_.sop_class, made_.sop_instance,
                 transfer_syntax::kExplicitVrLittleEndian);
    data_set_ = to_.bytes().size();
  }

  // Everything up to the evidence, which only the manifest has.
  void WriteHeader() {
    WriteIdentification();
    WritePatient();
    WriteRelationship();
    to_.Text(0x0040, 0xA040, Vr::kCS, "CONTAINER");
    to_.Code(0x0040, 0xA043, kind_.title);
    to_.Text(0x0040, 0xA050, Vr::kCS, "SEPARATE");
  }
  DocumentWriter& to() { return to_; }
  const CaseDocument& made() const { return made_; }

  CaseDocument Finish() && {
    made_.file = std::move(to_.bytes());
    if (seal_ != kNoSeal) {
      SealDocument(identity_.seal(), rules().marks.policy_fingerprint,
                   data_set_, seal_, made_.file);
    }
    return std::move(made_);
  }

 private:
  const RuleTable& rules() const { return policy_->table(); }

  // Without a Study Description: that of an output was searched for what its
  // own patient gives away, and a case may be of several.
  void WriteIdentification() {
    to_.Text(0x0008, 0x0005, Vr::kCS, "ISO_IR 192");
    to_.Text(0x0008, 0x0016, Vr::kUI, made_.sop_class);
    to_.Text(0x0008, 0x0018, Vr::kUI, made_.sop_instance);
    to_.Text(0x0008, 0x0020, Vr::kDA, study_.date);
    to_.Text(0x0008, 0x0023, Vr::kDA, Or(study_.date, "19000101"));
    to_.Text(0x0008, 0x0030, Vr::kTM, study_.time);
    to_.Text(0x0008, 0x0033, Vr::kTM, Or(study_.time, "000000"));
    to_.Text(0x0008, 0x0050, Vr::kSH, study_.accession_number);
    to_.Text(0x0008, 0x0060, Vr::kCS, kind_.modality);
    to_.Text(0x0008, 0x0070, Vr::kLO, "dcmscrub");
    to_.Text(0x0008, 0x0090, Vr::kPN, "");
    to_.Text(0x0008, 0x103E, Vr::kLO, kind_.series_description);
    to_.Sequence(0x0008, 0x1111, [] {});
  }

  void WritePatient() {
    to_.Text(0x0010, 0x0010, Vr::kPN, facts_.patient.name);
    to_.Text(0x0010, 0x0020, Vr::kLO, facts_.patient.id);
    to_.Text(0x0010, 0x0030, Vr::kDA, facts_.patient.birth_date);
    to_.Text(0x0010, 0x0040, Vr::kCS, facts_.patient.sex);
    if (!rules().keeps_unlisted) {
      Mark(tags::kPatientIdentityRemoved);
      Mark(tags::kDeidentificationMethod);
      if (!rules().marks.method_codes.empty()) {
        Mark(tags::kDeidentificationMethodCodeSequence);
      }
    }
  }

  void WriteRelationship() {
    to_.Text(0x0020, 0x000D, Vr::kUI, study_.uid);
    to_.Text(0x0020, 0x000E, Vr::kUI, made_.series);
    to_.Text(0x0020, 0x0010, Vr::kSH, study_.id);
    to_.Text(0x0020, 0x0011, Vr::kIS, kind_.series_number);
    to_.Text(0x0020, 0x0013, Vr::kIS, "1");
    if (!rules().keeps_unlisted) {
      Mark(tags::kLongitudinalTemporalInformationModified);
    }
  }

  void Mark(Tag tag) {
    const std::size_t seal =
        AppendMark(to_.bytes(), tag, rules(), "", kExplicitLittle);
    if (seal != kNoSeal) seal_ = seal;
  }

  const Kind kind_;
  const CaseFacts& facts_;
  const CaseStudy& study_;
  const std::unique_ptr<const CompiledPolicy> policy_;
  const Identity& identity_;
  CaseDocument made_;
  DocumentWriter to_;
  std::size_t data_set_ = 0;
  std::size_t seal_ = kNoSeal;
};

CaseDocument MakeText(const CaseFacts& facts, const CaseLabels& labels,
                      const Policy& policy, const Identity& identity) {
  DocumentMaker maker(
      {kTextClass, "SR", kTextSeriesNumber, "Teaching file", kTextTitle}, facts,
      policy, identity);
  maker.WriteHeader();
  DocumentWriter& to = maker.to();
  to.Sequence(0x0040, 0xA372, [] {});
  to.Text(0x0040, 0xA491, Vr::kCS, "PARTIAL");
  to.Text(0x0040, 0xA493, Vr::kCS, "UNVERIFIED");
  to.Sequence(0x0040, 0xA730, [&] { WriteTextItems(facts, labels, to); });
  return std::move(maker).Finish();
}

void WriteSeries(const CaseSeries& series, DocumentWriter& to) {
  to.Item([&] {
    to.Sequence(0x0008, 0x1199, [&] {
      for (const CaseObject& object : series.objects) {
        to.Reference(object.sop_class, object.sop_instance);
      }
    });
    to.Text(0x0020, 0x000E, Vr::kUI, series.uid);
  });
}

// Current Requested Procedure Evidence Sequence: PS3.3 Table C.17-3.
void WriteEvidence(const CaseFacts& facts, DocumentWriter& to) {
  to.Sequence(0x0040, 0xA375, [&] {
    for (const CaseStudy& study : facts.studies) {
      to.Item([&] {
        to.Sequence(0x0008, 0x1115, [&] {
          for (const CaseSeries& series : study.series) WriteSeries(series, to);
        });
        to.Text(0x0020, 0x000D, Vr::kUI, study.uid);
      });
    }
  });
}

std::string_view ValueTypeOf(const CaseObject& object,
                             const CaseSeries& series) {
  switch (KindOfObject(object.sop_class, series.modality)) {
    case ObjectKind::kImage:
      return "IMAGE";
    case ObjectKind::kWaveform:
      return "WAVEFORM";
    case ObjectKind::kOther:
      break;
  }
  return "COMPOSITE";
}

void WriteReferences(const CaseFacts& facts, DocumentWriter& to) {
  to.Sequence(0x0040, 0xA730, [&] {
    for (const CaseStudy& study : facts.studies) {
      for (const CaseSeries& series : study.series) {
        for (const CaseObject& object : series.objects) {
          to.ReferenceItem(ValueTypeOf(object, series), object.sop_class,
                           object.sop_instance);
        }
      }
    }
  });
}

// TID 2010 of PS3.16.
void WriteTemplate(DocumentWriter& to) {
  to.Sequence(0x0040, 0xA504, [&] {
    to.Item([&] {
      to.Text(0x0008, 0x0105, Vr::kCS, "DCMR");
      to.Text(0x0040, 0xDB00, Vr::kCS, "2010");
    });
  });
}

CaseDocument MakeManifest(const CaseFacts& facts, const Policy& policy,
                          const Identity& identity, const CaseDocument& text) {
  DocumentMaker maker({kManifestClass, "KO", kManifestSeriesNumber,
                       "Teaching file manifest", kManifestTitle},
                      facts, policy, identity);
  maker.WriteHeader();
  CaseFacts all = facts;
  CaseSeries& series = all.studies.front().series.emplace_back();
  series.uid = text.series;
  series.modality = "SR";
  CaseObject& object = series.objects.emplace_back();
  object.sop_class = text.sop_class;
  object.sop_instance = text.sop_instance;
  DocumentWriter& to = maker.to();
  WriteEvidence(all, to);
  WriteTemplate(to);
  WriteReferences(all, to);
  return std::move(maker).Finish();
}

}  // namespace

CaseDocuments MakeDocuments(const CaseFacts& facts, const CaseLabels& labels,
                            const Policy& policy, const Identity& identity) {
  CaseDocuments documents;
  documents.text = MakeText(facts, labels, policy, identity);
  documents.manifest = MakeManifest(facts, policy, identity, documents.text);
  return documents;
}

}  // namespace dcmscrub
