#include "pipeline/teaching/dicomdir/dicomdir.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>

#include "kernels/core/ascii.h"
#include "kernels/core/text.h"
#include "kernels/parse/object_view.h"
#include "kernels/parse/prefix_writer.h"
#include "pipeline/files/durable.h"
#include "pipeline/item/read.h"
#include "pipeline/teaching/dicomdir/directory_record.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kDirectoryClass = "1.2.840.10008.1.3.10";

struct Record {
  std::string_view type;
  std::string id;              // tells patients, studies and series apart
  Arena file;                  // (0004,1500) and the rest, of objects
  Arena keys;                  // what stands behind group 0004
  std::deque<Record> records;  // below it
};

// A File ID of PS3.10 8.5.
bool IsFileId(std::string_view path) {
  int components = 0;
  while (true) {
    const std::size_t cut = path.find('/');
    const std::string_view name = path.substr(0, cut);
    const bool legal = std::ranges::all_of(
        name, [](char c) { return IsUpper(c) || IsDigit(c) || c == '_'; });
    if (name.empty() || name.size() > 8 || !legal || ++components > 8) {
      return false;
    }
    if (cut == std::string_view::npos) return true;
    path.remove_prefix(cut + 1);
  }
}

std::string TextOf(const ObjectView& object, Tag tag) {
  std::string text;
  const std::uint32_t at = object.Find(tag);
  if (at != kNoElement) object.AppendText(at, text);
  return text;
}

void AppendNumber(Arena& to, std::uint16_t element, std::uint32_t value) {
  std::uint8_t bytes[4];
  Store(bytes, value, ByteOrder::kLittle);
  AppendElement(to, Tag(0x0004, element), Vr::kUL, bytes, kExplicitLittle);
}

void AppendFlag(Arena& to, std::uint16_t element, std::uint16_t value) {
  std::uint8_t bytes[2];
  Store(bytes, value, ByteOrder::kLittle);
  AppendElement(to, Tag(0x0004, element), Vr::kUS, bytes, kExplicitLittle);
}

// The tree of records, grown object by object.
class Tree {
 public:
  void Add(const ObjectView& object, std::string_view transfer_syntax,
           std::string path) {
    const std::string sop_class(object.facts().sop_class_uid);
    const RecordKind* const kind =
        ObjectRecord(TrimPadding(sop_class), TextOf(object, tags::kModality));
    if (kind == nullptr) return;
    Record& patient =
        Level(patients_, PatientRecord(), object, tags::kPatientId);
    Record& study =
        Level(patient.records, StudyRecord(), object, tags::kStudyInstanceUid);
    Record& series =
        Level(study.records, SeriesRecord(), object, tags::kSeriesInstanceUid);
    Record& record = series.records.emplace_back();
    record.type = kind->type;
    AppendKeys(*kind, object, series.records.size(), record.keys);
    std::ranges::replace(path, '/', '\\');
    const auto text = [&](std::uint16_t element, Vr vr,
                          std::string_view value) {
      AppendElement(record.file, Tag(0x0004, element), vr, value,
                    kExplicitLittle);
    };
    text(0x1500, Vr::kCS, path);
    text(0x1510, Vr::kUI, TrimPadding(object.facts().sop_class_uid));
    text(0x1511, Vr::kUI, TrimPadding(object.facts().sop_instance_uid));
    text(0x1512, Vr::kUI, TrimPadding(transfer_syntax));
  }

  const std::deque<Record>& patients() const { return patients_; }

 private:
  // The record of the object at one level, made when it is the first.
  static Record& Level(std::deque<Record>& records, const RecordKind& kind,
                       const ObjectView& object, Tag id_tag) {
    const std::string id = TextOf(object, id_tag);
    const auto found = std::ranges::find(records, id, &Record::id);
    if (found != records.end()) return *found;
    Record& record = records.emplace_back();
    record.type = kind.type;
    record.id = id;
    AppendKeys(kind, object, records.size(), record.keys);
    return record;
  }

  std::deque<Record> patients_;
};

// Records one behind the other, each before what hangs below it. Offsets are
// those of item tags in the file (PS3.3 F.2.2.2), filled in once they are
// known.
class DirectoryWriter {
 public:
  explicit DirectoryWriter(std::string_view sop_instance) {
    AppendPrefix(file_, kDirectoryClass, sop_instance,
                 transfer_syntax::kExplicitVrLittleEndian);
    AppendElement(file_, Tag(0x0004, 0x1130), Vr::kCS, "", kExplicitLittle);
  }

  Arena Write(const std::deque<Record>& patients) && {
    const std::size_t first = AppendOffset(0x1200);
    const std::size_t last = AppendOffset(0x1202);
    AppendFlag(file_, 0x1212, 0);
    AppendHeader(file_, Tag(0x0004, 0x1220), Vr::kSQ, 0, kExplicitLittle);
    const std::size_t begin = file_.size();
    const Chain chain = WriteChain(patients);
    Fill(begin - 4, file_.size() - begin);
    Fill(first, chain.first);
    Fill(last, chain.last);
    return std::move(file_);
  }

 private:
  struct Chain {
    std::size_t first = 0, last = 0;  // where its records begin; 0: none
  };

  // Where the number stands.
  std::size_t AppendOffset(std::uint16_t element) {
    AppendNumber(file_, element, 0);
    return file_.size() - 4;
  }
  void Fill(std::size_t at, std::size_t value) {
    Store(file_.data() + at, static_cast<std::uint32_t>(value),
          ByteOrder::kLittle);
  }

  Chain WriteChain(const std::deque<Record>& records) {
    Chain chain;
    std::size_t next = 0;  // the place in the record before
    for (const Record& record : records) {
      const std::size_t begin = file_.size();
      if (next != 0) Fill(next, begin);
      AppendHeader(file_, tags::kItem, Vr::kNone, 0, kExplicitLittle);
      const std::size_t content = file_.size();
      next = AppendOffset(0x1400);
      AppendFlag(file_, 0x1410, 0xFFFF);
      const std::size_t lower = AppendOffset(0x1420);
      AppendElement(file_, Tag(0x0004, 0x1430), Vr::kCS, record.type,
                    kExplicitLittle);
      AppendBytes(file_, record.file);
      AppendBytes(file_, record.keys);
      Fill(content - 4, file_.size() - content);
      Fill(lower, WriteChain(record.records).first);
      if (chain.first == 0) chain.first = begin;
      chain.last = begin;
    }
    return chain;
  }

  Arena file_;
};

absl::Status AddFile(const std::string& folder, const std::string& path,
                     std::size_t number, FileSystem& file_system, Tree& tree,
                     std::vector<std::string>& instances) {
  if (!IsFileId(path)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "DICOMDIR: file %d has a name that is no File ID", number));
  }
  InputObject read;
  Ending ending;
  ReadObject(folder + "/" + path, file_system, read, ending);
  if (ending.decided) {
    return absl::FailedPreconditionError(
        absl::StrFormat("DICOMDIR: file %d cannot be read", number));
  }
  TextCodec codec;
  const ObjectView object(*read.index, read.memory(), read.facts, codec);
  tree.Add(object, read.prefix.syntax.uid, path);
  instances.emplace_back(TrimPadding(read.facts.sop_instance_uid));
  return absl::OkStatus();
}

absl::Status Publish(const std::string& path, const Arena& bytes,
                     FileSystem& file_system) {
  const int error = WriteDurably(file_system, path, bytes, /*replace=*/true);
  return error == 0 ? absl::OkStatus()
                    : absl::ErrnoToStatus(error, "DICOMDIR cannot be written");
}

}  // namespace

absl::Status WriteDicomdir(const std::string& folder,
                           const std::vector<std::string>& files,
                           const Identity& identity, FileSystem& file_system) {
  Tree tree;
  std::vector<std::string> instances = {"dcmscrub DICOMDIR"};
  for (std::size_t i = 0; i < files.size(); ++i) {
    const absl::Status status =
        AddFile(folder, files[i], i + 1, file_system, tree, instances);
    if (!status.ok()) return status;
  }
  std::vector<Bytes> contents;
  contents.reserve(instances.size());
  for (const std::string& instance : instances) {
    contents.push_back(AsBytes(instance));
  }
  const ShortText uid = identity.DeriveUid(contents);
  return Publish(folder + "/DICOMDIR",
                 DirectoryWriter(uid.view()).Write(tree.patients()),
                 file_system);
}

}  // namespace dcmscrub
