#include "bench/subject.h"

#include <utility>

#include "bench/sample_archive.h"
#include "kernels/scrub/output_search.h"

namespace dcmscrub {

Subject::Subject(std::string name, std::vector<std::uint8_t> file)
    : Subject(std::move(name), std::move(file),
              Policy::FromProfileName("basic").value()) {}

Subject::Subject(std::string name, std::vector<std::uint8_t> file,
                 std::unique_ptr<const Policy> policy)
    : name_(std::move(name)),
      file_(std::move(file)),
      policy_(std::move(policy)),
      cache_(std::make_unique<PolicyCache>(policy_.get())),
      identity_(Key{}) {
  Index();
  rules_ = cache_->TableFor(CollectFacts(index_, file_).sop_class_uid);
}

std::size_t Subject::Index() {
  const Bytes head =
      Bytes(file_).first(std::min<std::size_t>(file_.size(), kFilePrefixBytes));
  if (ReadFilePrefix(head, file_.size(), prefix_)) return 0;
  index_.Begin(prefix_.encoding, prefix_.data_set_offset, file_.size(), {});
  if (index_.Extend({0, 0, file_}) != ElementIndex::Status::kDone) return 0;
  return index_.elements().size();
}

ScrubInput Subject::Input() const {
  ScrubInput input;
  input.index = &index_;
  input.memory = file_;
  input.facts = CollectFacts(index_, file_);
  CompleteFacts(prefix_, input.facts);
  input.syntax = prefix_.syntax;
  input.names = false;
  return input;
}

std::uint64_t Subject::Scrub() {
  if (scrubber_->Scrub(Input(), *rules_, identity_, edits_)) return 0;
  const Window whole{0, 0, file_};
  steps_ = gather_.Plan(edits_, {&whole, 1}, file_);
  return edits_.size();
}

bool Subject::Search() const {
  const Window whole{0, 0, file_};
  return scrubber_->searches() &&
         MayHoldResidue(*scrubber_, index_, {&whole, 1}, file_, edits_, steps_);
}

const IdentifierList& Subject::Identifiers() {
  return scrubber_->Identifiers(Input());
}

std::vector<std::uint8_t> Subject::Output() const {
  std::vector<std::uint8_t> output;
  for (const WriteStep& step : steps_) {
    output.insert(output.end(), step.bytes.begin(), step.bytes.end());
  }
  return output;
}

std::vector<std::unique_ptr<Subject>> HeaderClasses() {
  std::vector<std::unique_ptr<Subject>> classes;
  classes.push_back(std::make_unique<Subject>("ct", CtSample()));
  classes.push_back(std::make_unique<Subject>("mr_private", MrPrivateSample()));
  classes.push_back(
      std::make_unique<Subject>("enhanced_mr", EnhancedMrSample(200)));
  classes.push_back(
      std::make_unique<Subject>("sr", StructuredReportSample(300)));
  return classes;
}

}  // namespace dcmscrub
