#include "pipeline/verify/verify.h"

#include <absl/status/status.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <memory>
#include <mutex>
#include <unordered_set>

#include "kernels/identity/identity.h"
#include "pipeline/run/bounded_loop.h"
#include "pipeline/verify/journal.h"
#include "pipeline/verify/object.h"
#include "pipeline/verify/pairs.h"
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
    for (const UserLabels& labels : options.labels) cases_.emplace_back(labels);
  }

  absl::StatusOr<VerifyReport> Run() {
    if (absl::Status status = workers_.Start(); !status.ok()) return status;
    if (absl::Status status = List(); !status.ok()) return status;
    if (!options_.journal.empty()) {
      absl::StatusOr<VerifyJournal> journal =
          ReadVerifyJournal(options_.journal);
      if (!journal.ok()) return journal.status();
      journal_ = *std::move(journal);
    }
    LookAtAll();
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

  static absl::Status CannotRead(const char* what, int error) {
    return absl::ErrnoToStatus(error, what);
  }
  bool Stopped() const { return stop_ != nullptr && *stop_ != 0; }
  bool compared() const { return !options_.against.empty(); }

  absl::Status List();
  void ChooseSample();
  void LookAtAll();
  void LookAt(std::size_t i);
  void LookAtBytes(std::string bytes, std::size_t i, FileFacts& facts,
                   FileFindings& findings);
  void LookAtObject(const GdcmObject& object, std::size_t i, FileFacts& facts,
                    FileFindings& findings);
  void LookForResidue(const VerifyObject& file, std::size_t i);
  std::unique_ptr<GdcmObject> ReadSource(std::size_t i, FileFindings& findings);
  void LookAtLost();
  void CheckTheSet();
  void CountAgainstJournal();

  std::string Below(const std::string& path) const {
    return path.substr(folder_.size() + 1);
  }
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
    const std::string path = Below(outputs_[i]);
    return of->labels.IsMade(path) || of->labels.IsZip(path);
  }
  void AddOf(std::uint64_t number, Check check) {
    AddExample(check, {number, Below(outputs_[number - 1]), ""}, report_);
  }

  const VerifyOptions& options_;
  FileReader& file_system_;
  const std::atomic<int>* const stop_;
  std::optional<Identity> identity_;
  std::optional<VerifyJournal> journal_;
  VerifyProfiles profiles_;
  Workers workers_;  // who read objects

  std::string folder_;
  std::vector<std::string> roots_;
  std::vector<std::string> outputs_, sources_;  // whole paths, ascending
  std::vector<std::string> pairs_;              // of each output
  std::vector<std::size_t> chosen_;             // outputs that are looked at
  std::deque<Case> cases_;

  std::mutex mutex_;  // guards what follows while files are looked at
  VerifyReport report_;
  std::vector<FileFacts> facts_;
  std::vector<FileIdentity> lost_;
};

absl::Status Verification::List() {
  if (const int error = file_system_.RealPath(options_.output, folder_)) {
    return CannotRead("the result", error);
  }
  FileInfo info;
  file_system_.Info(folder_, /*follow=*/true, info);
  if (info.kind != FileKind::kFolder) {
    return CannotRead("the result", ENOTDIR);
  }
  std::vector<std::string> others, unused;
  if (const int error = ListFiles(folder_, file_system_, outputs_, others)) {
    return CannotRead("the result", error);
  }
  for (const std::string& source : options_.against) {
    std::string& root = roots_.emplace_back();
    int error = file_system_.RealPath(source, root);
    if (error == 0) error = ListFiles(root, file_system_, sources_, unused);
    if (error != 0) return CannotRead("the originals", error);
  }
  std::ranges::sort(sources_);
  for (const std::string& other : others) {
    AddExample(Check::kNotAFile, {0, Below(other), ""}, report_);
  }
  report_.files = outputs_.size();
  report_.sources = sources_.size();
  ChooseSample();
  return absl::OkStatus();
}

// The same files every time: those whose paths have the least hashes.
void Verification::ChooseSample() {
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    order.emplace_back(TextHash(Below(outputs_[i])), i);
  }
  if (options_.sample != 0 && options_.sample < order.size()) {
    std::ranges::sort(order);
    order.resize(options_.sample);
  }
  for (const auto& [hash, i] : order) chosen_.push_back(i);
  std::ranges::sort(chosen_);
  report_.looked_at = chosen_.size();
}

void Verification::LookAtAll() {
  pairs_.resize(outputs_.size());
  if (compared()) {
    PairingInput input;
    input.folder = folder_;
    input.outputs = &outputs_;
    input.roots = roots_;
    input.sources = &sources_;
    input.journal = journal_ ? &*journal_ : nullptr;
    input.identity = identity_ ? &*identity_ : nullptr;
    input.workers = &workers_;
    input.threads = options_.threads;
    pairs_ = PairFiles(input, file_system_);
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      if (IsMade(i)) pairs_[i].clear();
    }
  }
  // What was made besides comes last: it may hold no original of its case.
  for (const bool made : {false, true}) {
    std::vector<std::size_t> files;
    std::ranges::copy_if(chosen_, std::back_inserter(files),
                         [&](std::size_t i) { return IsMade(i) == made; });
    LoopBounds bounds = {.threads = options_.threads, .memory = kMostInMemory};
    bounds.cost = [&](std::size_t i) { return SizeOf(outputs_[files[i]]); };
    ForEach(files.size(), bounds, [&](std::size_t i) {
      if (!Stopped()) LookAt(files[i]);
    });
  }
  if (compared() && chosen_.size() == outputs_.size()) LookAtLost();
  std::ranges::sort(facts_, {}, &FileFacts::number);
}

void Verification::LookAt(std::size_t i) {
  FileFindings findings;
  FileFacts facts;
  facts.number = i + 1;
  if (!pairs_[i].empty()) facts.source_file = TextHash(pairs_[i]);
  std::string bytes;
  const int error = ReadWholeFile(outputs_[i], file_system_, bytes);
  if (IsTemporaryName(NameOf(outputs_[i]))) {
    findings.Add(Check::kLeftoverTemporary);
  } else if (error != 0) {
    findings.Add(Check::kUnreadable);
  } else if (bytes.empty()) {
    findings.Add(Check::kEmptyFile);
  } else {
    LookAtBytes(std::move(bytes), i, facts, findings);
  }

  const std::lock_guard lock(mutex_);
  findings.MergeInto(i + 1, Below(outputs_[i]), report_);
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
    if (of.labels.IsZip(Below(outputs_[i]))) {
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
  for (const std::size_t i : chosen_) {
    std::string bytes;
    if (of.labels.Covers(Below(outputs_[i])) &&
        ReadWholeFile(outputs_[i], file_system_, bytes) == 0) {
      hashes.insert(TextHash(bytes));
    }
  }
  return hashes;
}

void Verification::LookAtObject(const GdcmObject& object, std::size_t i,
                                FileFacts& facts, FileFindings& findings) {
  const VerifyClaims claims = ReadClaims(object);
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
  const VerifyObject file{object,
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
                          IsMade(i)};
  if (IsDirectory(object)) return LookForResidue(file, i);
  CheckFile(file);
  CheckMarks(object, original.get(), claims, findings);
  // What claims no profile is held to none.
  if (claims.basic) CheckAttributes(file);
  GatherFacts(file);
  if (source) {
    CheckRetained(file);
    CheckPixels(file);
  }
  LookForResidue(file, i);
}

void Verification::LookForResidue(const VerifyObject& file, std::size_t i) {
  Case* const of = CaseOf(i);
  const std::string path = Below(outputs_[i]);
  if (file.made) return CheckResidue(file, of->patterns, path);
  if (file.source == nullptr) return;
  const VerifyPatterns patterns = PatternsOf(
      file.source->object(), file.profile, file.identity, file.codec);
  CheckResidue(file, patterns, path);
  if (of == nullptr) return;
  const std::lock_guard lock(mutex_);
  of->patterns.Merge(patterns);
}

Verification::Case* Verification::CaseOf(std::size_t i) {
  if (cases_.empty()) return nullptr;
  const std::string path = Below(outputs_[i]);
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
  } else if (ReadWholeFile(pairs_[i], file_system_, bytes) == 0) {
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
  bounds.cost = [&](std::size_t i) { return SizeOf(sources_[i]); };
  ForEach(sources_.size(), bounds, [&](std::size_t i) {
    const std::string& path = sources_[i];
    if (Stopped() || paired.contains(path) || explained.contains(path)) return;
    std::string bytes;
    if (ReadWholeFile(path, file_system_, bytes) != 0) return;
    const GdcmObject object(std::move(bytes), workers_);
    if (!object.readable() || object.elements().empty() ||
        IsDirectory(object)) {
      return;
    }
    const std::lock_guard lock(mutex_);
    lost_.push_back(IdentityOf(object));
    AddExample(Check::kUnpairedSource, {0, path, ""}, report_);
  });
}

void Verification::CheckTheSet() {
  SetScope scope;
  scope.all_outputs = chosen_.size() == outputs_.size();
  scope.compared = compared();
  for (const SetFinding& found : CheckSet(facts_, lost_, scope)) {
    AddOf(found.number, found.check);
  }
}

void Verification::CountAgainstJournal() {
  if (!journal_) return;
  std::vector<ListedOutput> outputs;
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    outputs.push_back({outputs_[i], SizeOf(outputs_[i]), IsMade(i)});
  }
  CompareWithJournal(*journal_, folder_, outputs, sources_,
                     identity_ ? identity_->Fingerprint() : "", report_);
}

}  // namespace

absl::StatusOr<VerifyReport> Verify(const VerifyOptions& options,
                                    FileReader& file_system,
                                    const std::atomic<int>* stop) {
  return Verification(options, file_system, stop).Run();
}

}  // namespace dcmscrub
