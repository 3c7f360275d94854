#include "pipeline/inputs/patient_identifiers.h"

#include <absl/container/flat_hash_set.h>
#include <absl/status/status.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <system_error>

#include "pipeline/files/file_system.h"
#include "pipeline/files/sqlite_statement.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;

// A name of a temporary, so that no run takes it for an input.
constexpr std::string_view kPrefix = ".dcmscrub-two-pass-";
constexpr std::string_view kRest = "XXXXXX.tmp";
constexpr int kSuffixSize = 4;  // of ".tmp"
constexpr std::time_t kLeftoverSeconds = 60;
constexpr int kObjectsInTransaction = 4096;
constexpr std::size_t kRecentPairs = 4096;

// A crash costs nothing that anyone would want back, so nothing is synced and
// nothing can be rolled back. The cache is what memory this may take.
constexpr char kSetUp[] = R"sql(
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -16384;
CREATE TABLE identifier(
  patient BLOB NOT NULL, kind INTEGER NOT NULL, value BLOB NOT NULL,
  PRIMARY KEY(patient, kind, value)) WITHOUT ROWID;
BEGIN;
)sql";
constexpr char kAdd[] = "INSERT OR IGNORE INTO identifier VALUES(?1, ?2, ?3)";
constexpr char kRead[] =
    "SELECT kind, value FROM identifier WHERE patient = ?1 "
    "ORDER BY kind, value";

absl::Status CannotBeMade(int error) {
  return absl::ErrnoToStatus(error, "two-pass: its file cannot be made");
}

class SqliteIdentifiers : public PatientIdentifiers {
 public:
  ~SqliteIdentifiers() override;

  absl::Status Start(const std::string& folder);

  bool Add(const PatientHash& patient,
           const IdentifierList& identifiers) override;
  absl::Status Finish() override;
  bool Read(const PatientHash& patient, IdentifierList& identifiers,
            bool& cut) override;

 private:
  bool Run(const char* sql) {
    return sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
  }
  absl::Status Open(const std::string& path);
  bool IsRecent(const PatientHash& patient, IdentifierKind kind,
                std::string_view value);

  std::mutex mutex_;  // of Read
  sqlite3* database_ = nullptr;
  std::optional<SqliteStatement> add_{std::in_place};
  std::optional<SqliteStatement> read_{std::in_place};
  int objects_ = 0;  // of this transaction
  // Objects of a series repeat nearly all of each other's values.
  PatientHash recent_patient_{};
  absl::flat_hash_set<std::string> recent_;
  std::string pair_;
  bool failed_ = false;
};

SqliteIdentifiers::~SqliteIdentifiers() {
  add_.reset();
  read_.reset();
  sqlite3_close(database_);
}

// A program that was killed in the instant between the making of the file and
// the removal of its name left it, empty.
void RemoveLeftoverFiles(const std::string& folder) {
  std::error_code error;
  const std::time_t before = std::time(nullptr) - kLeftoverSeconds;
  for (fs::directory_iterator entries(folder, error);
       !error && entries != fs::directory_iterator();
       entries.increment(error)) {
    const std::string name = entries->path().filename().string();
    if (!name.starts_with(kPrefix) || !IsTemporaryName(name)) continue;
    struct stat info;
    if (::lstat(entries->path().c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
        info.st_size == 0 && info.st_mtime < before) {
      ::unlink(entries->path().c_str());
    }
  }
}

absl::Status SqliteIdentifiers::Start(const std::string& folder) {
  if (folder.empty()) return Open(":memory:");
  RemoveLeftoverFiles(folder);
  std::string path = folder + '/';
  path.append(kPrefix).append(kRest);
  // Of mode 0600, which SQLite would not give it.
  const int descriptor = ::mkostemps(path.data(), kSuffixSize, O_CLOEXEC);
  if (descriptor < 0) return CannotBeMade(errno);
  ::close(descriptor);
  absl::Status status = Open(path);
  if (::unlink(path.c_str()) != 0 && status.ok()) return CannotBeMade(errno);
  return status;
}

absl::Status SqliteIdentifiers::Open(const std::string& path) {
  if (sqlite3_open_v2(path.c_str(), &database_,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                      nullptr) != SQLITE_OK ||
      !Run(kSetUp) || !add_->Prepare(database_, kAdd) ||
      !read_->Prepare(database_, kRead)) {
    return CannotBeMade(sqlite3_errcode(database_) == SQLITE_FULL ? ENOSPC
                                                                  : EIO);
  }
  return absl::OkStatus();
}

// Whether the last objects had it, too.
bool SqliteIdentifiers::IsRecent(const PatientHash& patient,
                                 IdentifierKind kind, std::string_view value) {
  if (patient != recent_patient_ || recent_.size() == kRecentPairs) {
    recent_.clear();
    recent_patient_ = patient;
  }
  pair_.assign(1, static_cast<char>(kind));
  pair_ += value;
  return !recent_.insert(pair_).second;
}

bool SqliteIdentifiers::Add(const PatientHash& patient,
                            const IdentifierList& identifiers) {
  for (std::size_t i = 0; i < identifiers.size() && !failed_; ++i) {
    if (IsRecent(patient, identifiers.kind(i), identifiers.value(i))) continue;
    add_->Blob(1, patient);
    add_->Number(2, static_cast<int>(identifiers.kind(i)));
    add_->Blob(3, AsBytes(identifiers.value(i)));
    failed_ = add_->Step() != SQLITE_DONE;
    add_->Finish();
  }
  if (++objects_ == kObjectsInTransaction && !failed_) {
    objects_ = 0;
    failed_ = !Run("COMMIT; BEGIN");
  }
  return !failed_;
}

absl::Status SqliteIdentifiers::Finish() {
  if (!failed_ && Run("COMMIT")) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      "two-pass: its file cannot be written; is the disk full?");
}

bool SqliteIdentifiers::Read(const PatientHash& patient,
                             IdentifierList& identifiers, bool& cut) {
  identifiers.Clear();
  cut = false;
  const std::lock_guard<std::mutex> lock(mutex_);
  read_->Blob(1, patient);
  std::uint64_t bytes = 0;
  int step;
  while ((step = read_->Step()) == SQLITE_ROW) {
    const Bytes value = read_->BlobAt(1);
    bytes += value.size();
    cut = bytes > kMostBytes;
    if (cut) break;
    identifiers.Add(static_cast<IdentifierKind>(read_->NumberAt(0)),
                    AsText(value));
  }
  read_->Finish();
  return cut || step == SQLITE_DONE;
}

}  // namespace

std::optional<PatientHash> PatientHasher::Of(const ObjectFacts& facts,
                                             TextCodec& codec) const {
  const PatientKey key = PatientKey::Of(PatientOf(facts), codec);
  if (key.empty()) return std::nullopt;
  const Bytes parts[] = {AsBytes(key.by_name ? "name" : "id"), AsBytes(key.who),
                         AsBytes(key.issuer)};
  const Digest digest = hash_.Hash(parts);
  PatientHash patient;
  std::copy_n(digest.begin(), patient.size(), patient.begin());
  return patient;
}

absl::StatusOr<std::unique_ptr<PatientIdentifiers>> PatientIdentifiers::Make(
    const std::string& folder) {
  auto identifiers = std::make_unique<SqliteIdentifiers>();
  if (absl::Status status = identifiers->Start(folder); !status.ok()) {
    return status;
  }
  return std::unique_ptr<PatientIdentifiers>(std::move(identifiers));
}

}  // namespace dcmscrub
