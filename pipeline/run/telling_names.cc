#include "pipeline/run/telling_names.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "pipeline/files/durable.h"
#include "pipeline/run/output_name.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kBatch = 256;
constexpr std::size_t kMostKept = 4096;

std::ptrdiff_t DepthOf(const std::string& path) {
  return std::ranges::count(path, '/');
}

}  // namespace

bool TellingNames::DeepestFirst::operator()(const std::string& a,
                                            const std::string& b) const {
  const std::ptrdiff_t depth_a = DepthOf(a), depth_b = DepthOf(b);
  return depth_a != depth_b ? depth_a > depth_b : a < b;
}

TellingNames::TellingNames(const Context& context, Journal* journal,
                           FileCounts& counts)
    : context_(context),
      journal_(journal),
      counts_(counts),
      roots_(context.sources.roots.begin(), context.sources.roots.end()) {}

absl::Status TellingNames::LookBack() {
  const RunOptions& options = context_.options;
  if (!options.in_place || options.journal.empty()) return absl::OkStatus();
  if (options.dry_run) {
    auto reader = std::make_unique<JournalReader>();
    const absl::Status opened = reader->Open(options.journal);
    if (absl::IsNotFound(opened)) return absl::OkStatus();
    if (!opened.ok()) {
      return {opened.code(), absl::StrCat("journal: ", opened.message())};
    }
    reader_ = std::move(reader);
  }
  if (options.rename) return absl::OkStatus();
  return ForEachEarlier([this](const std::string&) { ++counts_.names_noted; });
}

// Those of earlier runs that are in the sources, and there.
absl::Status TellingNames::ForEachEarlier(
    const std::function<void(const std::string& path)>& see) {
  const auto look = [&](const std::string& path) {
    Found found;
    if (IsInSources(path) && Find(path, found) == 0) see(path);
  };
  if (reader_ != nullptr) {
    return reader_->ForEach("SELECT path FROM folder ORDER BY path",
                            [&](SqliteStatement& row) { look(row.TextAt(0)); });
  }
  if (journal_ == nullptr) return absl::OkStatus();
  for (auto names = After(""); !names.empty();
       names = After(names.back().path)) {
    for (const TellingName& name : names) look(name.path);
  }
  return absl::OkStatus();
}

TellingNames::Noted TellingNames::NewIn(std::span<Ticket* const> group) const {
  Noted noted;
  for (const Ticket* const ticket : group) {
    if (ticket->ending.outcome != Outcome::kWritten) continue;
    const std::string& source = ticket->input.source;
    for (const std::size_t size : ticket->output.telling_paths) {
      std::string path = source.substr(0, size);
      if (noted_.contains(path)) continue;
      noted.emplace(std::move(path), size != source.size());
    }
  }
  return noted;
}

void TellingNames::Note(std::span<Ticket* const> group) {
  const bool rename = context_.options.rename;
  if (journal_ == nullptr && !rename) return;
  const Noted noted = NewIn(group);
  if (noted.empty()) return;
  std::vector<TellingName> names;
  names.reserve(noted.size());
  for (const auto& [path, is_folder] : noted) {
    names.push_back({path, !rename || !IsInSources(path)});
  }
  if (journal_ == nullptr || journal_->NoteTelling(names)) {
    if (journal_ != nullptr && noted_.size() > kMostKept) noted_.clear();
    for (const auto& [path, is_folder] : noted) {
      if (is_folder) noted_.insert(path);
    }
    return;
  }
  for (Ticket* const ticket : group) {
    const bool known = std::ranges::none_of(
        ticket->output.telling_paths, [&](std::size_t size) {
          return noted.contains(ticket->input.source.substr(0, size));
        });
    if (known || ticket->written.temporary == nullptr) continue;
    ticket->written.temporary.reset();
    ticket->ending.Quarantine(Reason::kJournal);
  }
}

// A folder that a run was asked about keeps its name, a file does not.
bool TellingNames::IsInSources(const std::string& path) const {
  for (std::string_view above = path; above.size() > 1;) {
    above = FolderOf(above);
    if (roots_.contains(above)) return true;
  }
  FileInfo info;
  return roots_.contains(path) &&
         context_.file_system().Info(path, /*follow=*/false, info) == 0 &&
         info.kind == FileKind::kFile;
}

// As Journal::TellingAfter.
std::vector<TellingName> TellingNames::After(const std::string& path) const {
  if (journal_ != nullptr) return journal_->TellingAfter(path, kBatch);
  std::vector<TellingName> names;
  auto next = path.empty() ? noted_.begin() : noted_.upper_bound(path);
  for (; next != noted_.end() && names.size() < kBatch; ++next) {
    if (!names.empty() && DepthOf(names[0].path) != DepthOf(*next)) break;
    names.push_back({*next, false});
  }
  return names;
}

// The deepest first, so that the paths of those above stay right, and what gets
// another path is behind.
absl::Status TellingNames::RenameAll() {
  if (!context_.options.rename) return absl::OkStatus();
  if (context_.options.dry_run) return CountAll();
  for (auto names = After(""); !names.empty();) {
    const std::string last = names.back().path;
    Rename(names);
    names = After(last);
  }
  return absl::OkStatus();
}

// Earlier runs may have noted what this one finds again.
absl::Status TellingNames::CountAll() {
  counts_.renamed += std::ranges::count_if(
      noted_, [this](const std::string& path) { return IsInSources(path); });
  return ForEachEarlier([this](const std::string& path) {
    if (!noted_.contains(path)) ++counts_.renamed;
  });
}

// A folder of that name is there where files of this one came a second time.
int TellingNames::GiveNeutralName(const Found& from, std::string& to) {
  const char* const extension = from.kind == FileKind::kFile ? ".dcm" : "";
  std::string neutral(FolderOf(from.place));
  if (neutral.back() != '/') neutral.push_back('/');
  neutral += context_.identity.NeutralName(NameOf(from.place)).view();
  to = neutral + extension;
  for (int copy = 2;; ++copy) {
    const int error =
        context_.file_system().Move(from.place, to, /*replace=*/false);
    if (error != EEXIST || copy > kMostCopies) return error;
    to = absl::StrFormat("%s-%d%s", neutral, copy, extension);
  }
}

// Where a folder is by now: it, or what is above it, may have got its neutral
// name in a run that could not note that any more. ENOENT: nowhere; any other
// error says that it may be there.
int TellingNames::PlaceOf(const std::string& folder, std::string& place) const {
  FileInfo info;
  const auto look = [&](const std::string& path) {
    const int error = context_.file_system().Info(path, /*follow=*/false, info);
    return error == ENOTDIR ? ENOENT : error;
  };
  place = folder;
  if (const int error = look(folder); error != ENOENT) return error;
  place.clear();
  for (std::size_t begin = 1; begin < folder.size();) {
    const std::size_t end = std::min(folder.find('/', begin), folder.size());
    const std::string name = folder.substr(begin, end - begin);
    begin = end + 1;
    std::string next = place + "/" + name;
    int error = look(next);
    if (error == ENOENT) {
      next = place + "/";
      next += context_.identity.NeutralName(name).view();
      error = look(next);
    }
    if (error != 0) return error;
    place = std::move(next);
  }
  return 0;
}

// ENOENT: it is not there. Names come by path, many of one folder after each
// other.
int TellingNames::Find(const std::string& path, Found& found) {
  const std::string_view folder = FolderOf(path);
  if (folder_ != folder) {
    folder_ = folder;
    folder_error_ = PlaceOf(folder_, folder_place_);
    if (folder_error_ != 0) folder_place_.clear();
  }
  if (folder_place_.empty()) return folder_error_;
  // Each time: a link that came in between would lead out of the sources.
  FileSystem& files = context_.file_system();
  std::string real;
  if (files.RealPath(folder_place_, real) != 0 || real != folder_place_) {
    folder_place_.clear();
    return folder_error_ = ENOENT;
  }
  found.place = Join(folder_place_, NameOf(path));
  FileInfo info;
  const int error = files.Info(found.place, /*follow=*/false, info);
  found.kind = info.kind;
  return error;
}

// Where a run gave it its neutral name and was killed before it could note
// that. In the folder of the last Find.
bool TellingNames::FindNeutral(const std::string& path, std::string& to) const {
  if (folder_place_.empty()) return false;
  const std::string neutral =
      Join(folder_place_, context_.identity.NeutralName(NameOf(path)).view());
  FileInfo info;
  for (const char* const extension : {"", ".dcm"}) {
    to = neutral + extension;
    if (context_.file_system().Info(to, /*follow=*/false, info) == 0) {
      return true;
    }
  }
  return false;
}

// None is in another. The journal notes of each that is left whether a run
// could not change it.
void TellingNames::Rename(std::span<const TellingName> names) {
  std::vector<std::pair<std::string, std::string>> moves;
  std::vector<std::string> above;
  std::vector<TellingName> left;
  for (const TellingName& name : names) {
    if (!IsInSources(name.path)) continue;
    Found found;
    std::string to;
    int error = Find(name.path, found);
    if (error == 0) {
      error = GiveNeutralName(found, to);
      if (error == 0) ++counts_.renamed;
    } else if (error == ENOENT && FindNeutral(name.path, to)) {
      error = 0;
    }
    if (error != 0) {
      const bool tried = error != ENOENT;
      if (tried) ++counts_.folders_not_renamed;
      if (name.stays == tried) left.push_back({name.path, !tried});
      continue;
    }
    above.push_back(folder_place_);
    moves.emplace_back(name.path, std::move(to));
  }
  const int synced = SyncNames(std::move(above));
  if (journal_ == nullptr || (moves.empty() && left.empty())) return;
  journal_->Begin();
  for (const TellingName& name : left) {
    journal_->SetTellingStays(name.path, name.stays);
  }
  for (const auto& [from, to] : moves) {
    journal_->MovePath(from, to);
    if (synced == 0) journal_->ForgetTelling(from);
  }
  journal_->Commit();
}

// One that is gone itself holds no name any more.
int TellingNames::SyncNames(std::vector<std::string> folders) const {
  if (context_.options.sync == Sync::kNone) return 0;
  std::ranges::sort(folders);
  folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
  std::vector<int> errors(folders.size());
  context_.file_system().SyncPaths(folders, errors);
  std::ranges::replace(errors, ENOENT, 0);
  return errors.empty() ? 0 : *std::ranges::max_element(errors);
}

}  // namespace dcmscrub
