#include "pipeline/journal/crosswalk.h"

#include <absl/container/flat_hash_set.h>
#include <absl/status/status.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/identity/keyed_hash.h"
#include "pipeline/files/durable.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kHeader =
    "kind,original,issuer,replacement,patient,study,days\n";
constexpr std::size_t kChunk = std::size_t{1} << 20;

constexpr std::string_view kKept = "\t\r";  // of control characters

// Whether a spreadsheet would compute the field: those for East Asia take the
// wide forms as well, and some look past blanks.
bool IsFormula(std::string_view field) {
  if (field.empty()) return false;
  if (kKept.find(field[0]) != std::string_view::npos) return true;
  field.remove_prefix(std::min(field.find_first_not_of(" \t\r"), field.size()));
  constexpr std::string_view kBegins[] = {
      "=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  return std::ranges::any_of(kBegins, [field](std::string_view begin) {
    return field.starts_with(begin);
  });
}

// What begins with the apostrophe itself gets one as well, so that whoever
// reads it back takes one away from each that has it.
void AppendField(std::string& row, std::string_view field) {
  const bool escaped = field.starts_with('\'') || IsFormula(field);
  const bool quoted =
      escaped || field.find_first_of(",;\"\t\r") != std::string_view::npos ||
      field.starts_with(' ') || field.ends_with(' ');
  if (quoted) row += '"';
  if (escaped) row += '\'';
  for (const char c : field) {
    if (c == '"') row += '"';
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    row += control && kKept.find(c) == std::string_view::npos ? ' ' : c;
  }
  if (quoted) row += '"';
}

class CsvCrosswalk : public Crosswalk {
 public:
  ~CsvCrosswalk() override {
    if (made_ && !kept_) ::unlink(path_.c_str());
    if (file_ >= 0) ::close(file_);
  }

  absl::Status Find(const std::string& path);

  absl::Status Start() override;
  void Keep() override { kept_ = true; }

  bool was_empty() const override { return was_empty_; }
  void Add(const CrosswalkEntry& entry) override;
  int Commit(bool durable) override;

 private:
  absl::Status Load();
  // `days` is a number of ours, which may be negative.
  void AddRow(std::initializer_list<std::string_view> fields,
              std::string_view days);
  std::uint64_t HashOf(std::string_view row) const;

  std::string path_;
  bool made_ = false;  // it was not there before
  bool kept_ = false;
  int file_ = -1;
  off_t size_ = 0;
  bool was_empty_ = true;
  // Any key: the hashes are compared with one another alone.
  KeyedHash hash_{Key{}, "crosswalk"};
  absl::flat_hash_set<std::uint64_t> known_;
  std::string pending_;  // rows that are not written yet
  std::vector<std::uint64_t> pending_hashes_;
  std::string row_;
};

absl::Status CsvCrosswalk::Find(const std::string& path) {
  constexpr int kFlags = O_RDWR | O_CLOEXEC | O_NONBLOCK;
  path_ = path;
  file_ = ::open(path.c_str(), kFlags | O_CREAT | O_EXCL, 0600);
  made_ = file_ >= 0;
  if (!made_ && errno == EEXIST) file_ = ::open(path.c_str(), kFlags);
  if (file_ < 0) return absl::ErrnoToStatus(errno, "crosswalk");
  struct stat info;
  if (::fstat(file_, &info) != 0 || !S_ISREG(info.st_mode)) {
    return absl::FailedPreconditionError("crosswalk: not a regular file");
  }
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    return absl::UnavailableError("crosswalk: another run has it");
  }
  return Load();
}

absl::Status CsvCrosswalk::Start() {
  if (::fchmod(file_, 0600) != 0) {
    return absl::FailedPreconditionError("crosswalk: its mode cannot be 0600");
  }
  // Half a row at the end.
  if (::ftruncate(file_, size_) != 0) {
    return absl::ErrnoToStatus(errno, "crosswalk");
  }
  if (size_ == 0) {
    pending_ = kHeader;
    int error = Commit(/*durable=*/true);
    const std::string folder(FolderOf(path_));
    if (error == 0) error = SyncPaths(RealFileSystem(), {&folder, 1});
    if (error != 0) return absl::ErrnoToStatus(error, "crosswalk");
  }
  return absl::OkStatus();
}

// Takes note of the rows that are there, and where the whole ones end.
absl::Status CsvCrosswalk::Load() {
  std::string text;  // from the begin of a row on
  std::vector<char> chunk(kChunk);
  off_t at = 0;
  bool header = true;
  while (true) {
    const ssize_t got = ::pread(file_, chunk.data(), chunk.size(), at);
    if (got < 0) return absl::ErrnoToStatus(errno, "crosswalk");
    if (got == 0) break;
    at += got;
    text.append(chunk.data(), static_cast<std::size_t>(got));
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
      const std::string_view row(text.data() + begin, end + 1 - begin);
      if (header && row != kHeader) break;
      if (!header) known_.insert(HashOf(row));
      was_empty_ &= header;
      header = false;
      size_ += static_cast<off_t>(row.size());
    }
    text.erase(0, begin);
    if (header) break;
  }
  // A header that was cut off is nobody else's file.
  if (header && !kHeader.starts_with(text)) {
    return absl::FailedPreconditionError(
        "crosswalk: the file is something "
        "else");
  }
  return absl::OkStatus();
}

std::uint64_t CsvCrosswalk::HashOf(std::string_view row) const {
  return dcmscrub::Load<std::uint64_t>(hash_.Hash(AsBytes(row)).data(),
                                       ByteOrder::kLittle);
}

void CsvCrosswalk::AddRow(std::initializer_list<std::string_view> fields,
                          std::string_view days) {
  row_.clear();
  for (const std::string_view field : fields) {
    AppendField(row_, field);
    row_ += ',';
  }
  row_ += days;
  row_ += '\n';
  const std::uint64_t hash = HashOf(row_);
  if (!known_.insert(hash).second) return;
  pending_ += row_;
  pending_hashes_.push_back(hash);
}

void CsvCrosswalk::Add(const CrosswalkEntry& entry) {
  const auto changed = [](const CrosswalkEntry::Pair& pair) {
    return !pair.original.empty() && pair.original != pair.replacement;
  };
  const std::string& patient = entry.patient.replacement;
  const std::string days = entry.days == 0 ? "" : std::to_string(entry.days);
  if (changed(entry.patient)) {
    AddRow({entry.by_name ? "patient-name" : "patient", entry.patient.original,
            entry.issuer, patient, "", ""},
           entry.days_of_study ? "" : days);
  }
  if (changed(entry.study)) {
    AddRow({"study", entry.study.original, "", entry.study.replacement, patient,
            ""},
           days);
  }
  if (changed(entry.series)) {
    AddRow({"series", entry.series.original, "", entry.series.replacement,
            patient, entry.study.replacement},
           "");
  }
}

int CsvCrosswalk::Commit(bool durable) {
  std::size_t put = 0;
  int error = 0;
  while (put < pending_.size() && error == 0) {
    const ssize_t n =
        ::pwrite(file_, pending_.data() + put, pending_.size() - put,
                 size_ + static_cast<off_t>(put));
    if (n >= 0) {
      put += static_cast<std::size_t>(n);
    } else if (errno != EINTR) {
      error = errno;
    }
  }
  if (error == 0 && durable && put != 0 && ::fdatasync(file_) != 0) {
    error = errno;
  }
  if (error == 0) {
    size_ += static_cast<off_t>(put);
  } else {
    [[maybe_unused]] const int cut = ::ftruncate(file_, size_);
    for (const std::uint64_t hash : pending_hashes_) known_.erase(hash);
  }
  pending_.clear();
  pending_hashes_.clear();
  return error;
}

}  // namespace

void CrosswalkEntry::Clear() {
  for (Pair* const pair : {&patient, &study, &series}) {
    pair->original.clear();
    pair->replacement.clear();
  }
  issuer.clear();
  by_name = false;
  days_of_study = false;
  days = 0;
}

absl::StatusOr<std::unique_ptr<Crosswalk>> Crosswalk::Open(
    const std::string& path) {
  auto crosswalk = std::make_unique<CsvCrosswalk>();
  if (absl::Status status = crosswalk->Find(path); !status.ok()) {
    return status;
  }
  return std::unique_ptr<Crosswalk>(std::move(crosswalk));
}

}  // namespace dcmscrub
