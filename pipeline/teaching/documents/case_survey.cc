#include "pipeline/teaching/documents/case_survey.h"

#include <absl/container/flat_hash_set.h>
#include <absl/strings/numbers.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "kernels/identity/date_ops.h"
#include "kernels/identity/patient_key.h"
#include "kernels/parse/object_view.h"
#include "pipeline/pictures/modality.h"
#include "pipeline/run/walk.h"

namespace dcmscrub {
namespace {

constexpr Tag kStudyTime(0x0008, 0x0030);
constexpr Tag kStudyDescription(0x0008, 0x1030);
constexpr Tag kSeriesDescription(0x0008, 0x103E);
constexpr Tag kPatientSex(0x0010, 0x0040);
constexpr Tag kBodyPartExamined(0x0018, 0x0015);
constexpr Tag kSeriesNumber(0x0020, 0x0011);
constexpr Tag kInstanceNumber(0x0020, 0x0013);
// Series, Acquisition and Content Date: for cases without a Study Date.
constexpr Tag kOtherDates[] = {Tag(0x0008, 0x0021), Tag(0x0008, 0x0022),
                               Tag(0x0008, 0x0023)};

// A value that all objects should agree on: that of the first input which has
// one, whatever the order in which they come.
class Agreed {
 public:
  void Offer(std::uint64_t input, std::string text) {
    if (text.empty() || (!text_.empty() && input > input_)) return;
    text_ = std::move(text);
    input_ = input;
  }
  std::string& text() { return text_; }

 private:
  std::string text_;
  std::uint64_t input_ = 0;
};

std::optional<std::int64_t> NumberOf(const std::string& text) {
  std::int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number)) return std::nullopt;
  return number;
}

// Days since 1970-01-01.
std::optional<std::int64_t> DayOf(std::string_view date) {
  std::int64_t day = 0;
  std::int64_t epoch = 0;
  if (!ParseDay(date, day) || !ParseDay("19700101", epoch)) return std::nullopt;
  return day - epoch;
}

void TakeEarlier(std::optional<std::int64_t> day,
                 std::optional<std::int64_t>& earliest) {
  if (day && (!earliest || *day < *earliest)) earliest = day;
}

// Numbers first, in their order.
auto NumberOrder(const std::optional<std::int64_t>& number) {
  return std::pair(!number.has_value(), number.value_or(0));
}

class Surveyor {
 public:
  explicit Surveyor(Progress* progress) : progress_(progress) {}

  void Add(WorkItem& item) {
    if (progress_ != nullptr) ++progress_->found;
    const Ticket& ticket = *item.ticket;
    if (ticket.ending.decided) {
      ++(ticket.ending.reason == Reason::kDicomdir ? facts_.dicomdirs
                                                   : facts_.others);
      return;
    }
    ++facts_.files;
    facts_.bytes += item.object.info.size;
    ObjectFacts facts = CollectFacts(*item.object.index, item.object.memory());
    CompleteFacts(item.object.prefix, facts);
    const ObjectView view(*item.object.index, item.object.memory(), facts,
                          item.scrub.codec);
    AddPatient(view, ticket.input.number);
    AddDates(view);
    AddObject(view, item);
  }

  CaseFacts Result() {
    facts_.patients = patients_.size();
    facts_.first_day = first_study_ ? first_study_ : first_other_;
    for (auto& [uid, study] : studies_) facts_.studies.push_back(Finish(study));
    std::ranges::sort(facts_.studies, {}, [](const CaseStudy& study) {
      return std::tuple(study.date.empty(), std::string_view(study.date),
                        std::string_view(study.time),
                        std::string_view(study.uid));
    });
    return std::move(facts_);
  }

 private:
  struct Series {
    CaseSeries series;
    Agreed modality, body_part, description, number;
  };
  struct Study {
    CaseStudy study;
    Agreed date, time, id, accession_number, description;
    std::map<std::string, Series, std::less<>> series;
  };

  static std::string Text(const ObjectView& view, Tag tag) {
    std::string text;
    const std::uint32_t at = view.Find(tag);
    if (at != kNoElement) view.AppendText(at, text);
    return text;
  }

  void AddPatient(const ObjectView& view, std::uint64_t input) {
    CaseFacts::Patient patient{
        Text(view, tags::kPatientId), Text(view, tags::kPatientName),
        Text(view, tags::kPatientBirthDate), Text(view, kPatientSex)};
    PatientKey key = PatientKey::Of(PatientOf(view.facts()), view.codec());
    patients_.emplace(key.by_name, std::move(key.who), std::move(key.issuer));
    if (first_input_ != 0 && input > first_input_) return;
    first_input_ = input;
    facts_.patient = std::move(patient);
  }

  void AddDates(const ObjectView& view) {
    TakeEarlier(DayOf(Text(view, tags::kStudyDate)), first_study_);
    for (const Tag tag : kOtherDates) {
      TakeEarlier(DayOf(Text(view, tag)), first_other_);
    }
  }

  void AddObject(const ObjectView& view, const WorkItem& item) {
    const ObjectFacts& facts = view.facts();
    const std::uint64_t input = item.ticket->input.number;
    Study& study = studies_[std::string(facts.study_instance_uid)];
    study.study.uid = facts.study_instance_uid;
    study.date.Offer(input, Text(view, tags::kStudyDate));
    study.time.Offer(input, Text(view, kStudyTime));
    study.id.Offer(input, Text(view, tags::kStudyId));
    study.accession_number.Offer(input, Text(view, tags::kAccessionNumber));
    study.description.Offer(input, Text(view, kStudyDescription));

    Series& series = study.series[std::string(facts.series_instance_uid)];
    series.series.uid = facts.series_instance_uid;
    series.modality.Offer(input, std::string(KnownModality(facts.modality)));
    series.body_part.Offer(input, Text(view, kBodyPartExamined));
    series.description.Offer(input, Text(view, kSeriesDescription));
    series.number.Offer(input, Text(view, kSeriesNumber));

    CaseObject& object = series.series.objects.emplace_back();
    object.path = item.ticket->input.source;
    object.sop_class = facts.sop_class_uid;
    object.sop_instance = facts.sop_instance_uid;
    object.transfer_syntax = item.object.prefix.syntax.uid;
    object.instance_number = NumberOf(Text(view, kInstanceNumber));
    object.bytes = item.object.info.size;
  }

  static CaseSeries FinishSeries(Series& from) {
    CaseSeries series = std::move(from.series);
    series.modality = std::move(from.modality.text());
    if (series.modality.empty()) series.modality = "OT";
    series.body_part = std::move(from.body_part.text());
    series.description = std::move(from.description.text());
    series.number = NumberOf(from.number.text());
    std::ranges::sort(series.objects, {}, [](const CaseObject& object) {
      return std::tuple(NumberOrder(object.instance_number),
                        std::string_view(object.sop_instance),
                        std::string_view(object.path));
    });
    return series;
  }

  static CaseStudy Finish(Study& from) {
    CaseStudy study = std::move(from.study);
    study.date = std::move(from.date.text());
    study.time = std::move(from.time.text());
    study.id = std::move(from.id.text());
    study.accession_number = std::move(from.accession_number.text());
    study.description = std::move(from.description.text());
    for (auto& [uid, series] : from.series) {
      study.series.push_back(FinishSeries(series));
    }
    std::ranges::sort(study.series, {}, [](const CaseSeries& series) {
      return std::tuple(NumberOrder(series.number),
                        std::string_view(series.uid));
    });
    return study;
  }

  Progress* const progress_;
  CaseFacts facts_;
  std::uint64_t first_input_ = 0;  // that facts_.patient is from
  std::optional<std::int64_t> first_study_, first_other_;
  // As PatientKey tells them apart.
  absl::flat_hash_set<std::tuple<bool, std::string, std::string>> patients_;
  std::map<std::string, Study, std::less<>> studies_;
};

}  // namespace

absl::StatusOr<CaseFacts> SurveyCase(const std::vector<std::string>& paths,
                                     FileSystem& file_system,
                                     Progress* progress,
                                     const std::atomic<int>* stop) {
  RunOptions options;
  options.sources = paths;
  Surveyor surveyor(progress);
  Visitor visitor;
  visitor.take = [&surveyor](WorkItem& item) {
    surveyor.Add(item);
    return true;
  };
  if (absl::Status status = WalkSources(options, file_system, stop, visitor);
      !status.ok()) {
    return status;
  }
  if (stop != nullptr && *stop != 0) return absl::CancelledError("stopped");
  return surveyor.Result();
}

}  // namespace dcmscrub
