#include "pipeline/verify/verify.h"

#include <absl/status/status.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <mutex>
#include <unordered_set>

#include "kernels/identity/identity.h"
#include "pipeline/files/whole_files.h"
#include "pipeline/run/bounded_loop.h"
#include "pipeline/verify/journal.h"
#include "pipeline/verify/listing.h"
#include "pipeline/verify/losses.h"
#include "pipeline/verify/object.h"
#include "pipeline/verify/pairs.h"
#include "pipeline/verify/reading/element_search.h"
#include "pipeline/verify/reading/identifiers.h"
#include "pipeline/verify/reading/labels.h"
#include "pipeline/verify/set.h"
#include "pipeline/verify/zip.h"

namespace dcmscrub {
namespace {

// Bytes of the files that are looked at at a time.
constexpr std::uint64_t kMostInMemory = std::uint64_t{1} << 30;

constexpr std::string_view kDirectory = "1.2.840.10008.1.3.10";

bool IsDirectory(const GdcmObject& object) {
  return object.Text(tags::kSopClassUid) == kDirectory ||
         object.MetaText(Tag(0x0002, 0x0002)) == kDirectory;
}

class Verification {
 public:
  Verification(const VerifyOptions& options, FileReader& file_system,
               const std::atomic<int>* stop)
      : options_(options), file_system_(file_system), stop_(stop) {
    if (options.key) identity_.emplace(*options.key);
    if (options.rules) policy_.emplace(*options.rules);
    for (const UserLabels& labels : options.labels) cases_.emplace_back(labels);
  }

  absl::StatusOr<VerifyReport> Run() {
    if (!options_.names.empty() && !options_.journal.empty()) {
      return absl::InvalidArgumentError(
          "a journal knows the folder of a run, and no archive of it");
    }
    if (absl::Status status = workers_.Start(); !status.ok()) return status;
    absl::StatusOr<VerifyListing> listing =
        ListForVerify(options_, file_system_);
    if (!listing.ok()) return listing.status();
    files_ = *std::move(listing);
    report_.files = files_.outputs.size();
    report_.sources = files_.sources.size();
    report_.looked_at = files_.chosen.size();
    for (const std::string& other : files_.others) {
      AddExample(Check::kNotAFile, {0, files_.Below(other), ""}, report_);
    }
    if (!options_.journal.empty()) {
      absl::StatusOr<VerifyJournal> journal =
          ReadVerifyJournal(options_.journal);
      if (!journal.ok()) return journal.status();
      journal_ = *std::move(journal);
    }
    PairAll();
    LookAtAll();
    ReviewLosses();
    CheckTheSet();
    CountAgainstJournal();
    report_.interrupted = Stopped();
    return std::move(report_);
  }

 private:
  // One with labels, and what is searched for in the files that were made
  // besides: the patterns of all its originals.
  struct Case {
    explicit Case(const UserLabels& of) : labels(of) {}
    VerifyLabels labels;
    VerifyPatterns patterns;  // under mutex_ until all originals were seen
  };

  bool Stopped() const { return stop_ != nullptr && *stop_ != 0; }
  bool compared() const { return !options_.against.empty(); }

  void PairAll();
  void LookAtAll();
  void LookAt(std::size_t i);
  void LookAtBytes(std::string bytes, std::size_t i, FileFacts& facts,
                   FileFindings& findings);
  void LookAtObject(const GdcmObject& object, std::size_t i, FileFacts& facts,
                    FileFindings& findings);
  void LookForResidue(const VerifyObject& file, const VerifyPatterns& patterns,
                      std::size_t i);
  std::unique_ptr<GdcmObject> ReadSource(std::size_t i, FileFindings& findings);
  void LookAtLost();
  void ReviewLosses();
  void CheckTheSet();
  void CountAgainstJournal();

  // Of an output, from the result's folder on.
  std::string NameOfOutput(std::size_t i) const { return files_.Name(i); }
  std::uint64_t SizeOf(const std::string& path) {
    FileInfo info;
    file_system_.Info(path, /*follow=*/false, info);
    return info.size;
  }
  Case* CaseOf(std::size_t i);
  std::unordered_set<std::uint64_t> HashesOf(const Case& of);
  bool IsMade(std::size_t i) {
    const Case* const of = CaseOf(i);
    if (of == nullptr) return false;
    const std::string path = NameOfOutput(i);
    return of->labels.IsMade(path) || of->labels.IsZip(path);
  }
  void AddOf(std::uint64_t number, Check check) {
    AddExample(check, {number, NameOfOutput(number - 1), ""}, report_);
  }

  const VerifyOptions& options_;
  FileReader& file_system_;
  const std::atomic<int>* const stop_;
  std::optional<Identity> identity_;
  std::optional<VerifySitePolicy> policy_;
  std::optional<VerifyJournal> journal_;
  VerifyProfiles profiles_;
  VerifyIods iods_;
  Workers workers_;  // who read objects

  VerifyListing files_;
  std::vector<std::string> pairs_;  // the original of each output
  std::deque<Case> cases_;

  std::mutex mutex_;  // guards what follows while files are looked at
  VerifyReport report_;
  std::vector<FileFacts> facts_;
  std::vector<FileIdentity> lost_;
};

void Verification::PairAll() {
  pairs_.resize(files_.outputs.size());
  if (!compared()) return;
  PairingInput input{files_};
  input.journal = journal_ ? &*journal_ : nullptr;
  input.identity = identity_ ? &*identity_ : nullptr;
  input.workers = &workers_;
  input.threads = options_.threads;
  pairs_ = PairFiles(input, file_system_);
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    if (IsMade(i)) pairs_[i].clear();
  }
}

void Verification::LookAtAll() {
  // What was made besides comes last: it may hold no original of its case.
  for (const bool made : {false, true}) {
    std::vector<std::size_t> files;
    std::ranges::copy_if(files_.chosen, std::back_inserter(files),
                         [&](std::size_t i) { return IsMade(i) == made; });
    LoopBounds bounds = {.threads = options_.threads, .memory = kMostInMemory};
    bounds.cost = [&](std::size_t i) {
      return SizeOf(files_.outputs[files[i]]);
    };
    ForEach(files.size(), bounds, [&](std::size_t i) {
      if (!Stopped()) LookAt(files[i]);
    });
  }
  if (compared() && !files_.is_sample()) LookAtLost();
  std::ranges::sort(facts_, {}, &FileFacts::number);
}

void Verification::ReviewLosses() {
  LossInput input{.sources = files_.sources, .pairs = pairs_};
  input.identity = identity_ ? &*identity_ : nullptr;
  input.workers = &workers_;
  input.threads = options_.threads;
  for (const auto& [number, findings] :
       UnexplainedLosses(input, facts_, file_system_)) {
    findings.MergeInto(number, NameOfOutput(number - 1), report_);
  }
}

void Verification::LookAt(std::size_t i) {
  FileFindings findings;
  FileFacts facts;
  facts.number = i + 1;
  if (!pairs_[i].empty()) facts.source_file = TextHash(pairs_[i]);
  std::string bytes;
  const int error =
      ReadWholeFile(file_system_, files_.outputs[i], /*follow=*/false, bytes);
  if (IsTemporaryName(NameOf(files_.outputs[i]))) {
    findings.Add(Check::kLeftoverTemporary);
  } else if (error != 0) {
    findings.Add(Check::kUnreadable);
  } else if (bytes.empty()) {
    findings.Add(Check::kEmptyFile);
  } else {
    LookAtBytes(std::move(bytes), i, facts, findings);
  }

  const std::lock_guard lock(mutex_);
  findings.MergeInto(i + 1, NameOfOutput(i), report_);
  if (facts.compared) ++report_.compared;
  facts_.push_back(std::move(facts));
}

void Verification::LookAtBytes(std::string bytes, std::size_t i,
                               FileFacts& facts, FileFindings& findings) {
  const bool dicom =
      bytes.size() > 132 && std::string_view(bytes).substr(128, 4) == "DICM";
  const bool made = IsMade(i);
  if (made && !dicom) {
    const Case& of = *CaseOf(i);
    if (of.labels.IsZip(NameOfOutput(i))) {
      CheckZip(bytes, HashesOf(of), of.patterns, of.labels, findings);
    } else {
      CheckResidue(bytes, of.patterns, of.labels, findings);
    }
    return;
  }
  const GdcmObject object(std::move(bytes), workers_);
  if (!object.readable() || object.elements().empty()) {
    findings.Add(dicom ? Check::kUnreadable : Check::kNotDicom);
  } else if (IsDirectory(object) && !made) {
    findings.Add(Check::kDicomdir);
  } else {
    LookAtObject(object, i, facts, findings);
  }
}

// Of the files of a case, which are all looked at by themselves.
std::unordered_set<std::uint64_t> Verification::HashesOf(const Case& of) {
  std::unordered_set<std::uint64_t> hashes;
  for (const std::size_t i : files_.chosen) {
    std::string bytes;
    if (of.labels.Covers(NameOfOutput(i)) &&
        ReadWholeFile(file_system_, files_.outputs[i], /*follow=*/false,
                      bytes) == 0) {
      hashes.insert(TextHash(bytes));
    }
  }
  return hashes;
}

void Verification::LookAtObject(const GdcmObject& object, std::size_t i,
                                FileFacts& facts, FileFindings& findings) {
  VerifyClaims claims = ReadClaims(object);
  if (policy_) policy_->Settle(claims, object.Text(tags::kSopClassUid));
  const std::unique_ptr<GdcmObject> original = ReadSource(i, findings);
  std::optional<VerifySource> source;
  if (original != nullptr) {
    source.emplace(*original);
    facts.compared = true;
  }
  const Case* const of = CaseOf(i);
  const std::vector<std::uint64_t> places = PlacesOf(object);
  std::vector<bool> reported(object.elements().size(), false);
  TextCodec codec;
  VerifyObject file{object,
                    source ? &*source : nullptr,
                    claims,
                    profiles_.For(claims),
                    identity_ ? &*identity_ : nullptr,
                    places,
                    codec,
                    facts,
                    findings,
                    reported,
                    of == nullptr ? nullptr : &of->labels,
                    IsMade(i),
                    policy_ ? &*policy_ : nullptr};
  if (IsDirectory(object)) return LookForResidue(file, {}, i);
  if (source && IsOfAnother(file)) {
    findings.Add(Check::kOtherOriginal);
    facts.compared = false;
    file.source = nullptr;
  }
  CheckFile(file);
  CheckMarks(object, file.source == nullptr ? nullptr : original.get(), claims,
             findings);
  // What claims no profile is held to none, but where rules say it should.
  if (claims.basic) CheckAttributes(file);
  GatherFacts(file);
  if (file.source == nullptr) return LookForResidue(file, VerifyPatterns(), i);
  std::optional<VerifySource> result;  // its values
  if (policy_) result.emplace(object);
  const auto stays = [&](const GdcmElement& was) {
    return result && policy_->Keeps(*original, was) &&
           result->HasValue(was.tag, was.value);
  };
  const VerifyPatterns patterns =
      PatternsOf(*original, file.profile, file.identity,
                 policy_ ? &policy_->words() : nullptr, codec, stays);
  CheckRetained(file);
  if (claims.basic) {
    CheckLost(file, iods_.For(original->Text(tags::kSopClassUid)));
  }
  std::erase_if(facts.lost, [&](const LostValue& lost) {
    return ElementSearch(patterns, codec)
        .Find(original->elements()[lost.element])
        .has_value();
  });
  CheckPixels(file);
  LookForResidue(file, patterns, i);
}

// `patterns`: of its original, where that is known.
void Verification::LookForResidue(const VerifyObject& file,
                                  const VerifyPatterns& patterns,
                                  std::size_t i) {
  Case* const of = CaseOf(i);
  const std::string path = NameOfOutput(i);
  if (policy_) CheckSought(file, policy_->sought(), path);
  if (file.made) return CheckResidue(file, of->patterns, path);
  if (file.source == nullptr) return;
  CheckResidue(file, patterns, path);
  if (of == nullptr) return;
  const std::lock_guard lock(mutex_);
  of->patterns.Merge(patterns);
}

Verification::Case* Verification::CaseOf(std::size_t i) {
  if (cases_.empty()) return nullptr;
  const std::string path = NameOfOutput(i);
  const auto found = std::ranges::find_if(cases_, [&](const Case& one) {
    return one.labels.Covers(path) || one.labels.IsZip(path);
  });
  return found == cases_.end() ? nullptr : &*found;
}

std::unique_ptr<GdcmObject> Verification::ReadSource(std::size_t i,
                                                     FileFindings& findings) {
  if (!compared()) return nullptr;
  std::string bytes;
  if (pairs_[i].empty()) {
    if (!IsMade(i)) findings.Add(Check::kUnpairedOutput);
  } else if (ReadWholeFile(file_system_, pairs_[i], /*follow=*/false, bytes) ==
             0) {
    auto original = std::make_unique<GdcmObject>(std::move(bytes), workers_);
    if (original->readable()) return original;
    findings.Add(Check::kSourceUnreadable);
  } else {
    findings.Add(Check::kSourceUnreadable);
  }
  return nullptr;
}

// Originals without a result. What the journal says of one explains it, but
// not that it was written.
void Verification::LookAtLost() {
  std::unordered_set<std::string_view> paired(pairs_.begin(), pairs_.end());
  std::unordered_set<std::string_view> explained;
  if (journal_) {
    for (const VerifyJournalRow& row : journal_->rows) {
      if (row.status != "written") explained.insert(row.source);
    }
  }
  LoopBounds bounds = {.threads = options_.threads, .memory = kMostInMemory};
  bounds.cost = [&](std::size_t i) { return SizeOf(files_.sources[i]); };
  ForEach(files_.sources.size(), bounds, [&](std::size_t i) {
    const std::string& path = files_.sources[i];
    if (Stopped() || paired.contains(path) || explained.contains(path)) return;
    std::string bytes;
    if (ReadWholeFile(file_system_, path, /*follow=*/false, bytes) != 0) return;
    const GdcmObject object(std::move(bytes), workers_);
    if (!object.readable() || object.elements().empty() ||
        IsDirectory(object)) {
      return;
    }
    TextCodec codec;
    const FileIdentity identity = IdentityOf(object, codec);
    const std::lock_guard lock(mutex_);
    lost_.push_back(identity);
    AddExample(Check::kUnpairedSource, {0, path, ""}, report_);
  });
}

void Verification::CheckTheSet() {
  SetScope scope;
  scope.all_outputs = !files_.is_sample();
  scope.compared = compared();
  scope.dates_by_study =
      options_.rules && options_.rules->policy->dates_by() == DatesBy::kStudy;
  // Only a journal tells those that were lost from those that were never made.
  const std::vector<FileIdentity> lost = journal_ ? lost_ : decltype(lost_)();
  for (const SetFinding& found : CheckSet(facts_, lost, scope)) {
    AddOf(found.number, found.check);
  }
}

void Verification::CountAgainstJournal() {
  if (!journal_) return;
  if (files_.one_file) {
    // Of the others nobody asked.
    std::erase_if(journal_->rows, [&](const VerifyJournalRow& row) {
      return row.output != files_.outputs.front();
    });
    files_.sources.clear();
  }
  std::vector<ListedOutput> outputs;
  outputs.reserve(files_.outputs.size());
  for (std::size_t i = 0; i < files_.outputs.size(); ++i) {
    outputs.push_back(
        {files_.outputs[i], SizeOf(files_.outputs[i]), IsMade(i)});
  }
  CompareWithJournal(*journal_, files_.folder, outputs, files_.sources,
                     identity_ ? identity_->Fingerprint() : "", report_);
}

}  // namespace

absl::StatusOr<VerifyReport> Verify(const VerifyOptions& options,
                                    FileReader& file_system,
                                    const std::atomic<int>* stop) {
  return Verification(options, file_system, stop).Run();
}

}  // namespace dcmscrub
